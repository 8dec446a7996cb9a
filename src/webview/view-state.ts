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

/** The focused element when it is on the screen, then the lines on it from the top; nothing at the page's beginning. */
function whatIsLookedAt(focused: Element | null): Element[] {
  const isSeen = (element: Element): boolean => topOf(element) >= 0 && topOf(element) < window.innerHeight;
  const lines = window.scrollY === 0 ? [] : [...document.querySelectorAll('h1, h2, p, dt, li, tr')];
  return [...(focused ? [focused] : []), ...lines].filter(isSeen);
}

function topOf(element: Element): number {
  return element.getBoundingClientRect().top;
}

/**
 * Where the person was on the page: kept by VS Code while the page is hidden and over a reload of the window. The page
 * comes back empty and fills step by step, so the place is looked for after each step until it is there.
 */
export class ViewState {
  readonly #keeper: StateKeeper;
  #saved: Saved;
  #wantsScroll: boolean;
  /** What has the focus by `#saved` was on the page once: when it is not found any more it has gone. */
  #focusWasHere = false;
  #settling: ReturnType<typeof setTimeout> | undefined;

  constructor(keeper: StateKeeper) {
    this.#keeper = keeper;
    const saved = v.safeParse(Saved, keeper.getState());
    this.#saved = saved.success ? saved.output : FRESH;
    this.#wantsScroll = this.#saved.scrollTop > 0;
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
    const places = this.#wantsScroll
      ? []
      : whatIsLookedAt(this.#focused()).map((element) => ({ element, top: topOf(element) }));
    render();
    const anchor = places.find(({ element }) => element.isConnected);
    if (this.#wantsScroll) this.#restoreScroll();
    else if (anchor) window.scrollBy({ top: topOf(anchor.element) - anchor.top, behavior: 'instant' });
    this.#returnFocus();
  }

  /** The page grows and its lines break anew until its data, its fonts and its size are there. */
  #restoreScroll(): void {
    window.scrollTo({ top: this.#saved.scrollTop, behavior: 'instant' });
    clearTimeout(this.#settling);
    if (Math.abs(window.scrollY - this.#saved.scrollTop) > 1) return;
    this.#settling = setTimeout(() => (this.#wantsScroll = false), SETTLED);
  }

  #focused(): HTMLElement | null {
    return this.#saved.focus === undefined ? null : document.getElementById(this.#saved.focus);
  }

  /**
   * VS Code takes the focus from everything on the page when the person goes elsewhere; who comes back goes on from
   * there. The button that was pressed may be gone with the new status: then the keyboard goes on from the heading.
   * Only while the page has the focus of the window: it must never be taken from another part of it.
   */
  #returnFocus(): void {
    if (!document.hasFocus() || document.activeElement !== document.body) return;
    const target = this.#focused() ?? (this.#focusWasHere ? document.querySelector('h1') : null);
    target?.focus({ preventScroll: true });
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
    window.addEventListener('focus', () => this.#returnFocus());
    document.addEventListener('focusin', ({ target }) => {
      if (!(target instanceof HTMLElement) || target.id === '') return;
      this.#focusWasHere = true;
      this.#save({ focus: target.id });
    });
    // A click beside everything: the person wants to be nowhere.
    document.addEventListener('pointerup', () => {
      if (document.activeElement !== document.body) return;
      this.#focusWasHere = false;
      const { scrollTop, choices } = this.#saved;
      this.#saved = { scrollTop, choices };
      this.#save({});
    });
  }

  #save(change: Partial<Saved>): void {
    this.#saved = { ...this.#saved, ...change };
    this.#keeper.setState(this.#saved);
  }
}
