import * as vscode from 'vscode';
import type { CreateAttempt } from '../../app/create-export';
import type { JobActions } from '../../app/job-actions';
import type { JobStore } from '../../app/job-store';
import type { WizardAnswers, WizardStep } from '../../app/wizard/answers';
import type { DestinationFindings } from '../../app/wizard/destination-check';
import type { WizardDraft } from '../../app/wizard/draft';
import { WizardFlow, type WizardPlace } from '../../app/wizard/flow';
import { parseArn } from '../../domain/arn';
import { partitionOf } from '../../domain/console-links';
import type { NewExportJob } from '../../domain/export-job';
import type { Connection } from '../../domain/ports';
import type { OutputLog } from '../output-log';
import { askChoice, type Outcome } from '../pickers/choice';
import type { Remark } from '../pickers/text';
import { ago } from '../words/time';
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
import { submitExport, type Submission } from './submit';

export interface CreateWizardOptions {
  readonly store: JobStore;
  readonly actions: JobActions;
  readonly drafts: Drafts;
  readonly recents: Recents;
  readonly log: OutputLog;
  /** Shows the row of a job that was created. */
  readonly reveal: (arn: string, predictorArn: string) => Promise<void>;
}

export interface WizardStart {
  readonly answers: WizardAnswers;
  readonly at?: WizardPlace;
}

/** The wizard "Create Export": asks step by step, keeps a draft, sends the request once, and shows the new job. */
export class CreateWizard {
  readonly #options: CreateWizardOptions;
  #running = false;

  constructor(options: CreateWizardOptions) {
    this.#options = options;
  }

  /** Offers a draft first, unless the start is a job that is to be exported again. Does nothing while one is open. */
  async open(connection: Connection, start: WizardStart, offerDraft: boolean): Promise<void> {
    if (this.#running) return;
    this.#running = true;
    try {
      const draft = offerDraft ? this.#options.drafts.of(connection) : undefined;
      const outcome = draft ? await this.#askForDraft(connection, draft) : 'anew';
      if (outcome === 'cancel') return;
      const run = new WizardRun(this.#options, connection);
      await (outcome === 'resume' && draft ? run.resume(draft) : run.start(start));
    } finally {
      this.#running = false;
    }
  }

  async #askForDraft(connection: Connection, draft: WizardDraft): Promise<'resume' | 'anew' | 'cancel'> {
    const { predictor, name, destination } = draft.answers;
    const outcome = await askChoice<'resume' | 'anew'>({
      title: wizardTitle(),
      placeholder: vscode.l10n.t('There is an unfinished export'),
      items: () => [
        {
          label: `$(history) ${vscode.l10n.t('Resume draft')}`,
          description: ago(draft.savedAt),
          detail: [name?.value, predictor?.name, destination?.path].filter((part) => part !== undefined).join(' · '),
          value: 'resume',
        },
        {
          label: `$(new-file) ${vscode.l10n.t('Start anew')}`,
          detail: vscode.l10n.t('Discards the draft'),
          value: 'anew',
        },
      ],
    });
    if (outcome.kind !== 'answer') return 'cancel';
    if (outcome.value === 'anew') await this.#options.drafts.discard(connection);
    return outcome.value;
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
  #flow = new WizardFlow();
  #notice: Remark | undefined;
  /** A sending whose outcome is not known, and what was sent. */
  #attempt: (CreateAttempt & { readonly request: string }) | undefined;

  constructor(options: CreateWizardOptions, connection: Connection) {
    this.#options = options;
    this.#connection = connection;
  }

  start({ answers, at }: WizardStart): Promise<void> {
    this.#begin(answers, at);
    return this.#run();
  }

  async resume({ answers, at, attempt }: WizardDraft): Promise<void> {
    this.#begin(answers, at);
    const { request } = this.#flow;
    if (attempt && request) {
      // Before anything else: the request of the draft may have been answered when nobody was listening.
      this.#attempt = { ...attempt, request: JSON.stringify(request) };
      if ((await this.#submit(request, true)) === 'done') return;
    }
    return this.#run();
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
      if (outcome === 'done') return;
      if (outcome === 'cancel' && (await this.#mayLeave())) return;
      await this.#keepDraft();
    }
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
    if (!request) return 'on';
    // Written down before the request leaves: whatever happens to this window, what was entered is not lost.
    await this.#keepDraft();
    return this.#submit(request, false);
  }

  async #submit(request: NewExportJob, checkFirst: boolean): Promise<'on' | 'done'> {
    const text = JSON.stringify(request);
    return this.#follow(
      await submitExport({
        ...this.#options,
        connection: this.#connection,
        request,
        attempt: this.#attempt?.request === text ? this.#attempt : undefined,
        checkFirst,
        onAttempt: async (attempt) => {
          this.#attempt = attempt && { ...attempt, request: text };
          await this.#keepDraft();
        },
      }),
    );
  }

  async #follow(submission: Submission): Promise<'on' | 'done'> {
    const flow = this.#flow;
    switch (submission.to) {
      case 'created':
        await this.#options.drafts.discard(this.#connection);
        return 'done';
      case 'draft':
        return 'done';
      case 'review':
        return 'on';
      case 'name':
        flow.answer('name', { value: submission.name, proposed: true });
        flow.edit('name');
        this.#notice = { severity: 'warning', message: submission.message };
        return 'on';
      case 'step':
        flow.edit(submission.step);
        if (submission.message !== undefined) this.#notice = { severity: 'error', message: submission.message };
        return 'on';
    }
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
      },
      ...(notice && { notice }),
    };
  }

  /** Escape asks only when something would be lost; the person may also go on. */
  async #mayLeave(): Promise<boolean> {
    const { drafts } = this.#options;
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
    if (picked === discard) await drafts.discard(this.#connection);
    return picked !== undefined;
  }

  async #keepDraft(): Promise<void> {
    if (!this.#flow.changed && this.#attempt === undefined) return;
    await this.#options.drafts.save(this.#connection, {
      answers: this.#flow.answers,
      at: this.#flow.at,
      savedAt: Date.now(),
      ...(this.#attempt && { attempt: { sentAt: this.#attempt.sentAt } }),
    });
  }
}
