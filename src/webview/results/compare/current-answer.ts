/** Keeps the answer about what is asked now: one about anything else would stand under a wrong name. */
export class CurrentAnswer<A> {
  #subject: string | undefined;
  #answer: A | undefined;

  /** What is known of a subject, which from now on is the one that is asked about. */
  about(subject: string): A | undefined {
    if (subject !== this.#subject) {
      this.#subject = subject;
      this.#answer = undefined;
    }
    return this.#answer;
  }

  /** False when the answer comes late, for something that is not asked about any more; then it is dropped. */
  take(subject: string, answer: A): boolean {
    if (subject !== this.#subject) return false;
    this.#answer = answer;
    return true;
  }
}
