import * as vscode from 'vscode';
import { frame, whenAborted, type Outcome, type Remark, type StepFrame } from './choice';

export interface TextControl {
  readonly value: string;
  /** Puts in a better proposal, unless the person has changed the text. */
  propose(value: string): void;
  /** Judges the text again: what `check` knows has changed. */
  recheck(): void;
  busy(isBusy: boolean): void;
  readonly signal: AbortSignal;
}

export interface TextOptions extends StepFrame {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value?: string;
  /** Which part of `value` is selected at first, as offsets; all of it by default. */
  readonly selection?: readonly [start: number, end: number];
  /** Blanks at both ends belong to the text; otherwise they are taken away. */
  readonly keepsBlanks?: boolean;
  /** What is to be said of what was typed, asked at every change. An `error` keeps it from being accepted. */
  check(text: string): Remark | undefined;
  /** A remark that stands until the person types. */
  readonly notice?: Remark;
  /** Called once the question is shown, to find out more. */
  begin?(control: TextControl): void;
  onType?(control: TextControl): void;
}

const SEVERITIES = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
  info: vscode.InputBoxValidationSeverity.Info,
} as const;

/** An input box that judges while the person types; a text with an error cannot be accepted. */
export async function askText(options: TextOptions): Promise<Outcome<string>> {
  const input = vscode.window.createInputBox();
  const abort = new AbortController();
  let touched = false;

  const show = (remark: Remark | undefined): void => {
    input.validationMessage = remark && { message: remark.message, severity: SEVERITIES[remark.severity] };
  };
  const text = (): string => (options.keepsBlanks ? input.value : input.value.trim());
  const judge = (): Remark | undefined => options.check(text());
  const control: TextControl = {
    get value() {
      return text();
    },
    propose: (value) => {
      if (touched || abort.signal.aborted || value === input.value) return;
      input.value = value;
      show(judge());
    },
    recheck: () => {
      if (!abort.signal.aborted) show(judge() ?? (touched ? undefined : options.notice));
    },
    busy: (isBusy) => {
      if (!abort.signal.aborted) input.busy = isBusy;
    },
    signal: abort.signal,
  };

  frame(input, options);
  input.prompt = options.prompt;
  input.placeholder = options.placeholder;
  input.value = options.value ?? '';
  if (options.selection) input.valueSelection = [...options.selection];
  show(options.notice ?? quietAtFirst(options, judge()));
  try {
    return await new Promise<Outcome<string>>((resolve) => {
      input.onDidHide(() => resolve({ kind: 'cancel' }));
      input.onDidTriggerButton((button) => {
        if (button === vscode.QuickInputButtons.Back) resolve({ kind: 'back' });
      });
      input.onDidChangeValue(() => {
        touched = true;
        show(judge());
        options.onType?.(control);
      });
      input.onDidAccept(() => {
        const remark = judge();
        show(remark);
        if (remark?.severity !== 'error') resolve({ kind: 'answer', value: text() });
      });
      whenAborted(options.signal, () => resolve({ kind: 'cancel' }), abort.signal);
      input.show();
      options.begin?.(control);
    });
  } finally {
    abort.abort();
    input.dispose();
  }
}

/** Nobody is told that an empty field is empty before having had the chance to fill it. */
function quietAtFirst({ value = '' }: TextOptions, remark: Remark | undefined): Remark | undefined {
  return value === '' ? undefined : remark;
}
