import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobActions } from '../../app/job-actions';
import type { JobStore } from '../../app/job-store';
import { newExportOf, type WizardAnswers, type WizardStep } from '../../app/wizard/answers';
import type { DestinationFindings } from '../../app/wizard/destination-check';
import type { SentExport, WizardDraft } from '../../app/wizard/draft';
import { WizardFlow, type WizardPlace } from '../../app/wizard/flow';
import { parseArn } from '../../domain/arn';
import { partitionOf } from '../../domain/console-links';
import type { NewExportJob } from '../../domain/export-job';
import type { Connection } from '../../domain/ports';
import type { OutputLog } from '../output-log';
import type { Outcome, Remark } from '../pickers/choice';
import type { Drafts } from './drafts';
import type { Recents } from './recents';
import type { StepContext } from './step';
import { askDestination } from './steps/destination-step';
import { askEncryption } from './steps/encryption-step';
import { askFormat } from './steps/format-step';
import { askName } from './steps/name-step';
import { askPredictor } from './steps/predictor-step';
import { askReview, stepLabel } from './steps/review-step';
import { askRole } from './steps/role-step';
import { askTagsStep } from './steps/tags-step';
import { settleAttempt, submitExport, type Submission } from './submit';
import { askForDraft } from './wizard-start';

export interface CreateWizardOptions {
  readonly session: AccountSession;
  readonly store: JobStore;
  readonly actions: JobActions;
  readonly drafts: Drafts;
  readonly recents: Recents;
  readonly log: OutputLog;
  /** Takes away what would hide the row of a new job. */
  readonly makeRoom: (name: string, predictorArn: string) => void;
  /** Shows the row of a job that was created. */
  readonly reveal: (arn: string, predictorArn: string) => Promise<void>;
}

export interface WizardStart {
  readonly answers: WizardAnswers;
  readonly at?: WizardPlace;
  /** A step to be changed before anything else. */
  readonly edit?: WizardStep;
  /** Said by the first question. */
  readonly notice?: Remark;
}

/** The wizard "Create Export": asks step by step, keeps a draft, sends the request once, and shows the new job. */
export class CreateWizard {
  readonly #options: CreateWizardOptions;
  #running = false;

  constructor(options: CreateWizardOptions) {
    this.#options = options;
  }

  /** Offers drafts first, unless the start is a job that is to be exported again. One wizard at a time. */
  async open(connection: Connection, start: WizardStart, offerDrafts: boolean): Promise<void> {
    if (this.#running) {
      void vscode.window.showInformationMessage(
        vscode.l10n.t('“Create Export” is open already. Finish or close it first.'),
      );
      return;
    }
    this.#running = true;
    const ended = new AbortController();
    const { session } = this.#options;
    const endIfChanged = (): void => {
      if (session.connection !== connection) ended.abort();
    };
    endIfChanged();
    const following = session.onDidChange(endIfChanged);
    try {
      await this.#begin(new WizardRun(this.#options, connection, ended.signal), connection, start, offerDrafts);
    } finally {
      following.dispose();
      this.#running = false;
    }
  }

  async #begin(run: WizardRun, connection: Connection, start: WizardStart, offerDrafts: boolean): Promise<void> {
    const { drafts } = this.#options;
    const waiting = offerDrafts ? drafts.of(connection) : [];
    if (waiting.length > 0) {
      const choice = await askForDraft(wizardTitle(), waiting, run.ended);
      if (!choice) return;
      if (choice.kind === 'resume') {
        await run.resume(choice.draft);
        return;
      }
      for (const draft of waiting) {
        // A job that a draft made when nobody was listening must be known before the draft goes.
        if (draft.attempt && (await run.settle(draft.attempt)) === 'unknown') return;
        await drafts.discard(draft.run);
      }
    }
    await run.start(start);
  }
}

function wizardTitle(): string {
  return vscode.l10n.t('Create Backtest Export');
}

/** One run of the wizard, from its first question to its end. */
class WizardRun {
  readonly #options: CreateWizardOptions;
  readonly #connection: Connection;
  readonly #findings = new Map<string, DestinationFindings>();
  /** Aborted when another account was opened. */
  readonly ended: AbortSignal;
  #id: string = randomUUID();
  /** The draft was there before this run. */
  #isResumed = false;
  #flow = new WizardFlow();
  #notice: Remark | undefined;
  /** A sending whose outcome is not known, and what was sent. */
  #attempt: SentExport | undefined;

  constructor(options: CreateWizardOptions, connection: Connection, ended: AbortSignal) {
    this.#options = options;
    this.#connection = connection;
    this.ended = ended;
  }

  start({ answers, at, edit, notice }: WizardStart): Promise<void> {
    this.#notice = notice;
    this.#begin(answers, at);
    if (edit) this.#flow.edit(edit);
    return this.#run();
  }

  async resume({ run, answers, at, attempt }: WizardDraft): Promise<void> {
    this.#id = run;
    this.#isResumed = true;
    this.#begin(answers, at);
    const { request } = this.#flow;
    this.#attempt = attempt;
    // Before anything else: the request of the draft may have been answered when nobody was listening.
    if (attempt && request && isSameText(request, newExportOf(attempt.answers))) {
      if ((await this.#submit(request, true)) === 'done') {
        if (this.ended.aborted) this.#tellOfEnd();
        return;
      }
    } else if (attempt) {
      const outcome = await this.settle(attempt);
      if (outcome === 'created') await this.#discardDraft();
      if (outcome !== 'none') return;
      this.#attempt = undefined;
    }
    return this.#run();
  }

  /** Learns what became of an earlier sending; shows the job that it made. */
  async settle({ sentAt, answers }: SentExport): Promise<'created' | 'none' | 'unknown'> {
    const request = newExportOf(answers);
    if (!request) return 'none';
    const options = { ...this.#options, connection: this.#connection, request, ended: this.ended };
    return settleAttempt({ ...options, onCreated: () => Promise.resolve() }, { sentAt });
  }

  #begin(answers: WizardAnswers, at: WizardPlace | undefined): void {
    const { region } = this.#connection;
    const account = parseArn(this.#options.store.jobs()[0]?.arn ?? '')?.account;
    this.#flow = new WizardFlow({
      answers,
      ...(at !== undefined && { at }),
      place: { region, partition: partitionOf(region), ...(account !== undefined && { account }) },
    });
  }

  async #run(): Promise<void> {
    for (;;) {
      const outcome = await this.#ask();
      if (this.ended.aborted) {
        if (outcome !== 'done') await this.#keepDraft();
        this.#tellOfEnd();
        return;
      }
      if (outcome === 'done') return;
      if (outcome === 'cancel' && (await this.#mayLeave())) return;
      await this.#keepDraft();
    }
  }

  #tellOfEnd(): void {
    const { drafts } = this.#options;
    const isKept = drafts.has(this.#id);
    void vscode.window.showInformationMessage(
      isKept
        ? vscode.l10n.t('The account was changed; the draft of the export is kept for when it is open again.')
        : vscode.l10n.t('The account was changed, so “Create Export” was closed.'),
    );
  }

  /** Asks the question on which the wizard stands, and takes its answer. */
  async #ask(): Promise<'on' | 'cancel' | 'done'> {
    const flow = this.#flow;
    const { at } = flow;
    if (at === 'review') return this.#review();
    const ask: Readonly<Record<WizardStep, () => Promise<boolean>>> = {
      predictor: () => this.#take('predictor', askPredictor),
      name: () => this.#take('name', askName),
      destination: () => this.#take('destination', askDestination),
      role: () => this.#take('role', askRole),
      encryption: () => this.#take('encryption', askEncryption),
      format: () => this.#take('format', askFormat),
      tags: () => this.#take('tags', askTagsStep),
    };
    return (await ask[at]()) ? 'on' : 'cancel';
  }

  async #take<S extends WizardStep>(
    step: S,
    ask: (context: StepContext) => Promise<Outcome<NonNullable<WizardAnswers[S]>>>,
  ): Promise<boolean> {
    const outcome = await ask(this.#context(stepLabel(step)));
    if (outcome.kind === 'cancel') return false;
    if (outcome.kind === 'back') this.#flow.back();
    else this.#flow.answer(step, outcome.value);
    return true;
  }

  async #review(): Promise<'on' | 'cancel' | 'done'> {
    const outcome = await askReview(this.#context(vscode.l10n.t('Review')));
    if (outcome.kind === 'cancel') return 'cancel';
    if (outcome.kind === 'back') {
      this.#flow.back();
      return 'on';
    }
    if (outcome.value.kind === 'edit') {
      this.#flow.edit(outcome.value.step);
      return 'on';
    }
    const request = this.#flow.request;
    return request ? this.#submit(request, false) : 'on';
  }

  async #submit(request: NewExportJob, checkFirst: boolean): Promise<'on' | 'done'> {
    const { answers } = this.#flow;
    const earlier =
      this.#attempt && isSameText(newExportOf(this.#attempt.answers), request) ? this.#attempt : undefined;
    return this.#follow(
      await submitExport({
        ...this.#options,
        connection: this.#connection,
        request,
        attempt: earlier && { sentAt: earlier.sentAt },
        checkFirst,
        ended: this.ended,
        onAttempt: async (attempt) => {
          this.#attempt = attempt && { ...attempt, answers };
          await this.#keepDraft();
        },
        onCreated: () => this.#discardDraft(),
      }),
    );
  }

  #follow(submission: Submission): 'on' | 'done' {
    const flow = this.#flow;
    switch (submission.to) {
      case 'created':
      case 'draft':
        return 'done';
      case 'review':
        this.#warn(submission.message, 'error');
        return 'on';
      case 'name':
        flow.answer('name', { value: submission.name, proposed: true });
        flow.edit('name');
        this.#warn(submission.message, 'warning');
        return 'on';
      case 'step':
        flow.edit(submission.step);
        this.#warn(submission.message, 'error');
        return 'on';
    }
  }

  #warn(message: string | undefined, severity: Remark['severity']): void {
    if (message !== undefined) this.#notice = { severity, message };
  }

  #context(step: string): StepContext {
    const flow = this.#flow;
    const { store, recents, log } = this.#options;
    const notice = this.#notice;
    // Said by the next question only.
    this.#notice = undefined;
    return {
      connection: this.#connection,
      store,
      recents,
      log,
      flow,
      findings: this.#findings,
      frame: {
        title: `${wizardTitle()}: ${step}`,
        step: flow.number,
        totalSteps: flow.total,
        canGoBack: flow.canGoBack,
        stays: true,
        signal: this.ended,
      },
      ...(notice && { notice }),
    };
  }

  /** Escape asks only when something would be lost; the person may also go on. */
  async #mayLeave(): Promise<boolean> {
    if (!this.#flow.changed) return true;
    const keep = vscode.l10n.t('Keep Draft');
    const discard = vscode.l10n.t('Discard');
    const picked = await vscode.window.showWarningMessage(
      vscode.l10n.t('Leave the unfinished export?'),
      {
        modal: true,
        detail: vscode.l10n.t('Nothing was created. A draft can be resumed from “Create Export” later.'),
      },
      keep,
      discard,
    );
    if (picked === discard) await this.#discardDraft();
    return picked !== undefined;
  }

  /** Only the draft of this run: others may be of exports that somebody else has begun. */
  async #discardDraft(): Promise<void> {
    await this.#options.drafts.discard(this.#id);
  }

  /** Saves what would be lost; a run that has gone back to where it began leaves nothing behind. */
  async #keepDraft(): Promise<void> {
    if (!this.#flow.changed && !this.#isResumed && this.#attempt === undefined) {
      await this.#discardDraft();
      return;
    }
    await this.#options.drafts.save(this.#connection, {
      run: this.#id,
      answers: this.#flow.answers,
      at: this.#flow.at,
      savedAt: Date.now(),
      ...(this.#attempt && { attempt: this.#attempt }),
    });
  }
}

function isSameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
