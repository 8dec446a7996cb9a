import * as v from 'valibot';

const Saved = v.object({
  scrollTop: v.number(),
  /** The id of the element that had the focus. */
  focus: v.exactOptional(v.string()),
  /** Choices made on the page, by name. */
  choices: v.record(v.string(), v.string()),
});
type Saved = v.InferOutput<typeof Saved>;

const FRESH: Saved = { scrollTop: 0, choices: {} };

export interface StateKeeper {
  getState(): unknown;
  setState(state: unknown): void;
}

/** Milliseconds without a change of its size after which a page that came back is complete. */
const SETTLED = 500;

/** What a person does that moves the page on purpose. */
const SCROLLING = ['wheel', 'pointerdown', 'keydown', 'touchstart'] as const;

/** The focused element when it is on the screen, or else the first line on it. */
function whatIsLookedAt(): Element | undefined {
  const isSeen = (element: Element): boolean => {
    const { top } = element.getBoundingClientRect();
    return top >= 0 && top < window.innerHeight;
  };
  const focused = document.activeElement;
  if (focused && focused !== document.body && isSeen(focused)) return focused;
  return window.scrollY === 0 ? undefined : [...document.querySelectorAll('h1, h2, p, dt, li, tr')].find(isSeen);
}

/**
 * Where the person was on the page: kept by VS Code while the page is hidden and over a reload of the window. The page
 * comes back empty and fills step by step, so the place is looked for after each step until it is there.
 */
export class ViewState {
  readonly #keeper: StateKeeper;
  #saved: Saved;
  #wantsScroll: boolean;
  #wantsFocus: boolean;
  #lastFocus: string | undefined;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(keeper: StateKeeper) {
    this.#keeper = keeper;
    const saved = v.safeParse(Saved, keeper.getState());
    this.#saved = saved.success ? saved.output : FRESH;
    this.#wantsScroll = this.#saved.scrollTop > 0;
    this.#wantsFocus = this.#saved.focus !== undefined;
    this.#listen();
  }

  choice(name: string): string | undefined {
    return this.#saved.choices[name];
  }

  choose(name: string, value: string): void {
    this.#save({ choices: { ...this.#saved.choices, [name]: value } });
  }

  /** Draws the page; what the person looks at stays where it is on the screen, whatever comes or goes around it. */
  draw(render: () => void): void {
    const anchor = this.#wantsScroll ? undefined : whatIsLookedAt();
    const before = anchor?.getBoundingClientRect().top ?? 0;
    render();
    if (this.#wantsScroll) this.#restoreScroll();
    else if (anchor?.isConnected)
      window.scrollBy({ top: anchor.getBoundingClientRect().top - before, behavior: 'instant' });
    if (this.#wantsFocus) this.#restoreFocus();
    else this.#rescueFocus();
  }

  /** The page grows and its lines break anew until its data, its fonts and its size are there. */
  #restoreScroll(): void {
    window.scrollTo({ top: this.#saved.scrollTop, behavior: 'instant' });
    clearTimeout(this.#settling);
    if (Math.abs(window.scrollY - this.#saved.scrollTop) > 1) return;
    this.#settling = setTimeout(() => (this.#wantsScroll = false), SETTLED);
  }

  /** Only while the page has the focus of the window: it must never be taken from another part of it. */
  #restoreFocus(): void {
    const target = this.#saved.focus === undefined ? null : document.getElementById(this.#saved.focus);
    if (!target || !document.hasFocus()) return;
    this.#wantsFocus = false;
    if (document.activeElement === document.body) target.focus({ preventScroll: true });
  }

  /** The button that was pressed may be gone with the new status: the keyboard goes on from the heading. */
  #rescueFocus(): void {
    if (this.#lastFocus === undefined || document.activeElement !== document.body) return;
    if (document.getElementById(this.#lastFocus)) return;
    this.#lastFocus = undefined;
    document.querySelector('h1')?.focus({ preventScroll: true });
  }

  #listen(): void {
    let waiting = false;
    window.addEventListener('scroll', () => {
      if (waiting || this.#wantsScroll) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        this.#save({ scrollTop: window.scrollY });
      });
    });
    for (const event of SCROLLING) window.addEventListener(event, () => (this.#wantsScroll = false), { passive: true });
    new ResizeObserver(() => {
      if (this.#wantsScroll) this.#restoreScroll();
    }).observe(document.body);
    window.addEventListener('focus', () => this.#wantsFocus && this.#restoreFocus());
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof HTMLElement) || target.id === '') return;
      this.#wantsFocus = false;
      this.#lastFocus = target.id;
      this.#save({ focus: target.id });
    });
  }

  #save(change: Partial<Saved>): void {
    this.#saved = { ...this.#saved, ...change };
    this.#keeper.setState(this.#saved);
  }
}
