import { DomainError } from '../domain/errors';
import type { SignInPrompts } from '../domain/ports';

/** A code is mistyped more than once only by somebody who should look at the device's name. */
const MOST_CODES = 3;

/**
 * Asks the person for one-time codes: only after `allow`, which stands for something that the person did, and only until
 * the sign-in that followed has ended. Background work that finds itself signed out never opens a question.
 */
export class OneTimeCodes {
  readonly #profile: string;
  readonly #prompts: SignInPrompts | undefined;
  #allowed = false;
  #asked = 0;

  constructor(profile: string, prompts: SignInPrompts | undefined) {
    this.#profile = profile;
    this.#prompts = prompts;
  }

  allow(): void {
    this.#allowed = true;
  }

  /** One sign-in: `attempt` gets what the SDK asks for the code, and is made again when the code was wrong. */
  async during<T>(attempt: (code: (serial: string) => Promise<string>) => Promise<T>, signal: AbortSignal): Promise<T> {
    this.#asked = 0;
    for (;;) {
      const before = this.#asked;
      try {
        return await attempt((serial) => this.#code(serial, signal));
      } catch (error) {
        if (this.#asked === before || this.#asked >= MOST_CODES || !isWrongCode(error)) throw error;
      }
    }
  }

  /** Nothing more is asked until the person does something again. */
  end(): void {
    this.#allowed = false;
  }

  async #code(serial: string, signal: AbortSignal): Promise<string> {
    const question = { profile: this.#profile, serial, wasWrong: this.#asked > 0 };
    const code = this.#allowed ? await this.#prompts?.mfaCode(question, signal) : undefined;
    if (code !== undefined) {
      this.#asked += 1;
      return code;
    }
    throw new DomainError('mfaRequired', `Profile ${this.#profile} needs a one-time code of ${serial}.`, {
      profile: this.#profile,
    });
  }
}

/** The answer of STS to a wrong or used code. It has no name of its own. */
function isWrongCode(error: unknown): boolean {
  return error instanceof Error && /invalid MFA one time pass code/iu.test(error.message);
}
