import * as vscode from 'vscode';
import { isCancelled, toDomainError, type DomainError } from '../../domain/errors';
import { errorWords } from '../errors/words';

/** How a question ended. */
export type Outcome<T> =
  | { readonly kind: 'answer'; readonly value: T }
  | { readonly kind: 'back' }
  /** Escape, or something else has taken the place of the question. */
  | { readonly kind: 'cancel' };

/** The frame of a question that is a step of several. */
export interface StepFrame {
  readonly title: string;
  readonly step?: number;
  readonly totalSteps?: number;
  readonly canGoBack?: boolean;
  /** The question stays when the window loses the focus, because something would be lost with it. */
  readonly stays?: boolean;
  /** Ends the question as Escape does. */
  readonly signal?: AbortSignal;
}

/** Why a question is asked again, or what is to be known before it is answered. */
export interface Remark {
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

export interface ChoiceItem<T> extends vscode.QuickPickItem {
  /** Chosen by the item: the answer. */
  readonly value?: T;
  /** What the item does instead of answering; the question stays open. */
  readonly run?: () => void | Promise<void>;
  /** Tells rows apart while the list changes; the label where it is absent. */
  readonly key?: string;
}

/** The key of a row that is made of what was typed or pasted: it is the active one. */
export const TYPED_KEY = 'typed';

export interface ChoiceControl<T = unknown> {
  /** Draws the items anew. */
  readonly update: () => void;
  /** Makes the item with this key the active one at the next update. */
  readonly prefer: (key: string) => void;
  /** Answers in the person's place. */
  readonly answer: (value: T) => void;
  /** Ends with the question. */
  readonly signal: AbortSignal;
}

export interface ChoiceOptions<T> extends StepFrame {
  readonly placeholder: string;
  /** Asked for at every update; `typed` is what stands in the filter. */
  items(typed: string): readonly ChoiceItem<T>[];
  /** Reads what the items are made of. A rejection becomes a Retry row, which calls it again; what was read stays. */
  load?(control: ChoiceControl<T>): Promise<void>;
  /** What could not be read, for the Retry row. */
  readonly retryLabel?: string;
  /** Stands above the items, and cannot be chosen. */
  readonly notice?: Remark;
  /** The key of the item that is active at first; the first item otherwise. */
  readonly activeKey?: string;
  /** Buttons in the title; they leave the question open. */
  readonly buttons?: readonly (vscode.QuickInputButton & { readonly run: () => void | Promise<void> })[];
  onItemButton?(item: ChoiceItem<T>, button: vscode.QuickInputButton, control: ChoiceControl<T>): void;
}

/**
 * A quick pick that fills while the person already types. Escape and Back end it and everything that is being read for
 * it. Rejects when an item's `run` does.
 */
export async function askChoice<T>(options: ChoiceOptions<T>): Promise<Outcome<T>> {
  const picker = vscode.window.createQuickPick<ChoiceItem<T>>();
  const abort = new AbortController();
  let failure: DomainError | undefined;
  let wantedKey = options.activeKey;
  let standing: ChoiceItem<T> | undefined;
  let moved = false;

  const update = (): void => {
    if (abort.signal.aborted) return;
    // Keeps the row on which the person stands while rows arrive, unless the filter hides it: VS Code then takes the first.
    const active = wantedKey ?? keyOf(picker.activeItems[0]);
    const typed = picker.value.trim();
    const items = [...noticeItems(options.notice), ...options.items(typed)];
    picker.keepScrollPosition = true;
    picker.items = failure ? [...items, retryItem(failure, options.retryLabel, load)] : items;
    const rows = picker.items.filter((item) => isRow(item) && item.key !== NOTICE_KEY && passes(item, typed));
    const kept =
      rows.find(({ key }) => key === TYPED_KEY) ??
      rows.find((item) => keyOf(item) === active) ??
      // An active row that was sent before the person typed may be hidden now, and Enter would do nothing.
      (typed === '' && !options.notice ? undefined : rows[0]);
    standing = kept;
    moved = false;
    if (!kept) return;
    picker.activeItems = [kept];
    wantedKey = undefined;
  };
  let answer: (value: T) => void = () => undefined;
  const control: ChoiceControl<T> = {
    update,
    prefer: (key) => (wantedKey = key),
    answer: (value) => answer(value),
    signal: abort.signal,
  };

  function load(): void {
    if (!options.load) return;
    failure = undefined;
    picker.busy = true;
    update();
    options.load(control).then(
      () => {
        picker.busy = false;
        update();
      },
      (error: unknown) => {
        picker.busy = false;
        if (!isCancelled(error)) failure = toDomainError(error);
        update();
      },
    );
  }

  frame(picker, options, options.buttons ?? []);
  picker.placeholder = options.placeholder;
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  try {
    return await new Promise<Outcome<T>>((resolve, reject) => {
      const run = (action: () => void | Promise<void>): void => {
        Promise.resolve(action()).then(update, reject);
      };
      answer = (value) => resolve({ kind: 'answer', value });
      picker.onDidHide(() => resolve({ kind: 'cancel' }));
      picker.onDidChangeValue(update);
      picker.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) {
          resolve({ kind: 'back' });
          return;
        }
        const own = options.buttons?.find((one) => one === button);
        if (own) run(own.run);
      });
      picker.onDidTriggerItemButton(({ item, button }) => options.onItemButton?.(item, button, control));
      picker.onDidChangeActive(() => (moved = true));
      picker.onDidAccept(() => {
        // VS Code names rows by their places. A place that it names before it has drawn the newest rows is that of another
        // row, or of none; so until it tells of a row again, the person stands where they were put.
        const [selected = picker.activeItems[0]] = picker.selectedItems;
        const item = moved ? (selected ?? standing) : (standing ?? selected);
        if (item?.run) run(item.run);
        else if (item?.value !== undefined) resolve({ kind: 'answer', value: item.value });
      });
      whenAborted(options.signal, () => resolve({ kind: 'cancel' }), abort.signal);
      update();
      picker.show();
      load();
    });
  } finally {
    abort.abort();
    picker.dispose();
  }
}

/** Calls back once, unless `until` comes first. */
export function whenAborted(signal: AbortSignal | undefined, callback: () => void, until: AbortSignal): void {
  if (signal?.aborted) callback();
  else signal?.addEventListener('abort', callback, { once: true, signal: until });
}

/** The title, the step, the Back button: the same for every kind of question. */
export function frame(
  input: vscode.QuickInput & { buttons: readonly vscode.QuickInputButton[] },
  { title, step, totalSteps, canGoBack = false, stays = false }: StepFrame,
  buttons: readonly vscode.QuickInputButton[] = [],
): void {
  input.title = title;
  input.step = step;
  input.totalSteps = totalSteps;
  input.ignoreFocusOut = stays;
  input.buttons = [...(canGoBack ? [vscode.QuickInputButtons.Back] : []), ...buttons];
}

const NOTICE_KEY = 'notice';

function noticeItems(notice: Remark | undefined): readonly ChoiceItem<never>[] {
  if (!notice) return [];
  return [{ label: `$(${notice.severity}) ${notice.message}`, key: NOTICE_KEY, alwaysShow: true }];
}

function isRow<T>({ kind }: ChoiceItem<T>): boolean {
  return kind !== vscode.QuickPickItemKind.Separator;
}

/** The filter surely shows the row; it shows more, because it also matches letters that stand apart. */
function passes<T>({ label, description = '', detail = '', alwaysShow }: ChoiceItem<T>, typed: string): boolean {
  return (
    alwaysShow === true || [label, description, detail].some((text) => text.toLowerCase().includes(typed.toLowerCase()))
  );
}

/** A heading between rows. */
export function separator(label: string): { readonly label: string; readonly kind: vscode.QuickPickItemKind } {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

function keyOf<T>(item: ChoiceItem<T> | undefined): string | undefined {
  return item?.key ?? item?.label;
}

function retryItem<T>(error: DomainError, label = vscode.l10n.t('Retry'), run: () => void): ChoiceItem<T> {
  const { title, advice } = errorWords(error);
  return {
    label: `$(refresh) ${label}`,
    detail: `${title}. ${advice}`,
    alwaysShow: true,
    run,
  };
}
