import type { Event } from './event';
import { Emitter, type Subscription } from './event';
import type { JobTransition } from './watch-list';

/** Something of which only one of several windows may take hold. */
export interface Claims {
  /** True for exactly one caller, over all windows and for good. */
  claim(key: string): Promise<boolean>;
}

/** A person is to be told that a watched export has finished, or that it or its deletion has failed. */
export type Notice = JobTransition & { readonly outcome: 'finished' | 'failed' };

export interface NoticesOptions {
  readonly transitions: Event<JobTransition>;
  readonly claims: Claims;
  /** Whether this window tells of such an event; asked each time. */
  readonly wants: (notice: Notice) => boolean;
}

/** Turns transitions into what a person is told: each event once, in one window. */
export class Notices {
  readonly #notices = new Emitter<Notice>();
  readonly #subscription: Subscription;

  readonly onNotice = this.#notices.event;

  constructor({ transitions, claims, wants }: NoticesOptions) {
    this.#subscription = transitions((transition) => {
      if (!isNotice(transition) || !wants(transition)) return;
      void claims.claim(eventKey(transition)).then((mine) => {
        if (mine) this.#notices.fire(transition);
      });
    });
  }

  dispose(): void {
    this.#subscription.dispose();
    this.#notices.dispose();
  }
}

function isNotice(transition: JobTransition): transition is Notice {
  return transition.outcome === 'finished' || transition.outcome === 'failed';
}

/**
 * The same for an event in every window: an export ends once, and a job of the same name that is made later has another
 * time of creation. A deletion can fail more than once.
 */
function eventKey({ job, to }: Notice): string {
  const time = to === 'DELETE_FAILED' ? job.modifiedAt : job.createdAt;
  return [job.arn, to, time ?? ''].join('|');
}
