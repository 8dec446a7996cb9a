import * as vscode from 'vscode';
import type { MfaQuestion, SignInPrompts } from '../../domain/ports';

const CODE = /^\d{6}$/u;

/** Asks for a one-time code in an input box, one question at a time. */
export class MfaPrompt implements SignInPrompts {
  #last: Promise<unknown> = Promise.resolve();

  mfaCode(question: MfaQuestion, signal: AbortSignal): Promise<string | undefined> {
    const answer = this.#last.then(() => (signal.aborted ? undefined : ask(question, signal)));
    this.#last = answer.catch(() => undefined);
    return answer;
  }
}

async function ask({ profile, serial, wasWrong }: MfaQuestion, signal: AbortSignal): Promise<string | undefined> {
  const t = vscode.l10n.t;
  const input = vscode.window.createInputBox();
  input.title = t('One-Time Code for Profile {0}', profile);
  input.prompt = t('The six digits that the device {0} shows', serial);
  input.placeholder = '123456';
  // The code is on another device or in another window.
  input.ignoreFocusOut = true;
  const refuse = (message: string): void => {
    input.validationMessage = { message, severity: vscode.InputBoxValidationSeverity.Error };
  };
  if (wasWrong) refuse(t('AWS refused that code of {0}. Wait for the next one: each can be used once.', serial));
  const close = (): void => input.hide();
  signal.addEventListener('abort', close);
  try {
    return await new Promise<string | undefined>((resolve) => {
      input.onDidHide(() => resolve(undefined));
      input.onDidChangeValue((value) => {
        const digits = value.replace(/\s/gu, '');
        if (digits === '' || /^\d{1,6}$/u.test(digits)) input.validationMessage = '';
        else refuse(t('A code has six digits.'));
      });
      input.onDidAccept(() => {
        const code = input.value.replace(/\s/gu, '');
        if (CODE.test(code)) resolve(code);
        else refuse(t('A code has six digits.'));
      });
      input.show();
    });
  } finally {
    signal.removeEventListener('abort', close);
    input.dispose();
  }
}
