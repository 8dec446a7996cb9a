import type { JobStore } from '../../app/job-store';
import type { AnswerOf, WizardStep } from '../../app/wizard/answers';
import type { DestinationFindings } from '../../app/wizard/destination-check';
import type { WizardFlow } from '../../app/wizard/flow';
import type { Connection, Log } from '../../domain/ports';
import type { Outcome, Remark, StepFrame } from '../pickers/choice';

import type { Recents } from './recents';

/** What every step works with. */
export interface StepContext {
  readonly connection: Connection;
  readonly store: JobStore;
  readonly recents: Recents;
  readonly log: Log;
  readonly flow: WizardFlow;
  /** What was found at destinations so far, by path. */
  readonly findings: Map<string, DestinationFindings>;
  readonly frame: StepFrame;
  /** Why the wizard has come back to this step. */
  readonly notice?: Remark;
}

/** Asks one question of the wizard. */
export type AskStep<S extends WizardStep> = (context: StepContext) => Promise<Outcome<AnswerOf<S>>>;

/** A step's answer made of what its widget was told. */
export function answered<T, U>(outcome: Outcome<T>, make: (value: T) => U): Outcome<U> {
  return outcome.kind === 'answer' ? { kind: 'answer', value: make(outcome.value) } : outcome;
}

export function problem(message: string | undefined): Remark | undefined {
  return message === undefined ? undefined : { severity: 'error', message };
}
