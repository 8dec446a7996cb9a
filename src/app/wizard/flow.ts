import type { NewExportJob } from '../../domain/export-job';
import {
  checkFormat,
  checkKmsKey,
  checkName,
  checkPredictorArn,
  checkRoleArn,
  checkS3Path,
  checkTags,
  type RulePlace,
} from '../../domain/rules';
import { parseArn } from '../../domain/arn';
import { newExportOf, WIZARD_STEPS, type AnswerOf, type WizardAnswers, type WizardStep } from './answers';

export type WizardPlace = WizardStep | 'review';

export interface FlowStart {
  readonly answers?: WizardAnswers;
  /** Where to begin; by default the first step without a valid answer. */
  readonly at?: WizardPlace;
  /** Where the export will be created; what is missing is not compared. */
  readonly place?: RulePlace;
}

/**
 * Where the person is in the wizard, and what was answered. Steps come one after the other until the review was
 * reached; from then on every step leads back to it, by way of the steps that a changed answer made unanswered.
 */
export class WizardFlow {
  readonly #place: RulePlace;
  readonly #initial: string;
  #answers: WizardAnswers;
  #at: WizardPlace;
  #reviewed: boolean;
  /** The step was opened from the review. */
  #editing = false;

  constructor({ answers = {}, at, place = {} }: FlowStart = {}) {
    this.#place = place;
    this.#answers = answers;
    this.#initial = written(answers);
    this.#at = at ?? this.#firstOpen();
    this.#reviewed = this.#at === 'review';
  }

  get answers(): WizardAnswers {
    return this.#answers;
  }

  get at(): WizardPlace {
    return this.#at;
  }

  /** Counted from 1, the review included. */
  get number(): number {
    return this.#at === 'review' ? this.total : WIZARD_STEPS.indexOf(this.#at) + 1;
  }

  get total(): number {
    return WIZARD_STEPS.length + 1;
  }

  get canGoBack(): boolean {
    return this.#at !== WIZARD_STEPS[0] || this.#editing;
  }

  /** Something would be lost if the wizard ended here. */
  get changed(): boolean {
    return written(this.#answers) !== this.#initial;
  }

  /** Where the rules look: the account is the predictor's, once one was chosen. */
  get rulePlace(): RulePlace {
    const account = parseArn(this.#answers.predictor?.arn ?? '')?.account;
    return account ? { ...this.#place, account } : this.#place;
  }

  /** The same for the predictor itself, which may be of any account that is known. */
  get rulePlaceOfPredictor(): RulePlace {
    return this.#place;
  }

  /** The request, when every answer is there and in order. */
  get request(): NewExportJob | undefined {
    return WIZARD_STEPS.every((step) => this.isAnswered(step)) ? newExportOf(this.#answers) : undefined;
  }

  /** The step has an answer that the rules take. */
  isAnswered(step: WizardStep): boolean {
    const { predictor, name, destination, role, encryption, format, tags } = this.#answers;
    switch (step) {
      case 'predictor':
        return predictor !== undefined && checkPredictorArn(predictor.arn, this.#place).length === 0;
      case 'name':
        return name !== undefined && checkName(name.value).length === 0;
      case 'destination':
        return destination !== undefined && checkS3Path(destination.path).length === 0;
      case 'role':
        return role !== undefined && checkRoleArn(role.arn, this.rulePlace).length === 0;
      case 'encryption':
        return (
          encryption !== undefined &&
          (encryption.kmsKeyArn === undefined || checkKmsKey(encryption.kmsKeyArn).length === 0)
        );
      case 'format':
        return format !== undefined && checkFormat(format).length === 0;
      case 'tags':
        return tags !== undefined && checkTags(tags).length === 0;
    }
  }

  /** Takes an answer and goes on. */
  answer<S extends WizardStep>(step: S, value: AnswerOf<S>): void {
    const { predictor, name, ...others } = this.#answers;
    const isAnother = step === 'predictor' && predictor?.arn !== (value as AnswerOf<'predictor'>).arn;
    const keptName = name && !(isAnother && name.proposed) ? { name } : {};
    this.#answers = { ...others, ...(predictor && { predictor }), ...keptName, [step]: value };
    this.#goOn(step);
  }

  /** Takes what stands in a step that is not ended yet: nobody goes on, but going back loses nothing. */
  keep<S extends WizardStep>(step: S, value: AnswerOf<S>): void {
    this.#answers = { ...this.#answers, [step]: value };
  }

  /** One step back; from a step that the review led to, back to the review. Answers stay. */
  back(): void {
    if (!this.canGoBack) return;
    if (this.#editing) {
      this.#editing = false;
      this.#at = 'review';
      return;
    }
    this.#at = WIZARD_STEPS[Math.max(0, this.number - 2)] ?? 'predictor';
  }

  /** From the review to one answer. */
  edit(step: WizardStep): void {
    this.#editing = true;
    this.#at = step;
  }

  #goOn(step: WizardStep): void {
    const next = this.#reviewed
      ? this.#firstOpen()
      : (WIZARD_STEPS[WIZARD_STEPS.indexOf(step) + 1] ?? this.#firstOpen());
    this.#at = next;
    this.#editing = false;
    if (next === 'review') this.#reviewed = true;
  }

  #firstOpen(): WizardPlace {
    return WIZARD_STEPS.find((step) => !this.isAnswered(step)) ?? 'review';
  }
}

/** Equal for equal answers, in whatever order they were given. */
function written(answers: WizardAnswers): string {
  return JSON.stringify(WIZARD_STEPS.map((step) => answers[step]));
}
