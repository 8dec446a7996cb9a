import * as vscode from 'vscode';
import { freeName, isNameTaken, readTakenNames } from '../../../app/free-name';
import { isCancelled, logText } from '../../../domain/errors';
import { proposeName } from '../../../domain/name-proposal';
import { checkName } from '../../../domain/rules';
import type { Remark } from '../../pickers/choice';
import { askText, type TextControl } from '../../pickers/text';
import { nameProblemWords } from '../../words/rules';
import { answered, type AskStep } from '../step';

/** Milliseconds without a keystroke until a name is looked up. */
const PAUSE = 400;

export const askName: AskStep<'name'> = async ({ connection, store, flow, frame, notice, log }) => {
  const predictorArn = flow.answers.predictor?.arn ?? '';
  const { forecast } = connection;
  const before = flow.answers.name;
  const known = store.jobs().filter((job) => job.predictorArn === predictorArn);
  let taken: ReadonlySet<string> = new Set(known.map(({ name }) => name));
  let proposal = proposeName(predictorArn, new Date(), taken);
  /** Found by Describe; no list of this predictor may hold them. */
  const found = new Set<string>();
  const askedFor = new Set<string>();
  let timer: NodeJS.Timeout | undefined;

  // Names are only looked up to warn early: whatever fails here, the service has the last word.
  const quietly = (control: TextControl, work: Promise<void>): void => {
    control.busy(true);
    work
      .catch((error: unknown) => {
        if (!isCancelled(error)) log.debug(`The names of ${predictorArn} could not be looked up: ${logText(error)}`);
      })
      .finally(() => control.busy(false));
  };

  const lookUp = async (control: TextControl, name: string): Promise<void> => {
    askedFor.add(name);
    const isTaken = await isNameTaken(forecast, predictorArn, name, { signal: control.signal });
    if (isTaken) {
      found.add(name);
      taken = new Set(taken).add(name);
    }
    control.recheck();
  };

  const begin = (control: TextControl): void => {
    quietly(
      control,
      readTakenNames(forecast, predictorArn, {
        signal: control.signal,
        onNames: (names) => {
          taken = new Set([...taken, ...names]);
          control.recheck();
        },
      }).then(async (names) => {
        // The list that is shown may hold jobs that are gone by now.
        taken = new Set([...names, ...found]);
        control.recheck();
        if (before) return;
        proposal = await freeName(forecast, predictorArn, new Date(), { signal: control.signal });
        control.propose(proposal);
      }),
    );
  };

  const onType = (control: TextControl): void => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      const name = control.value;
      if (control.signal.aborted || checkName(name).length > 0 || taken.has(name) || askedFor.has(name)) return;
      quietly(control, lookUp(control, name));
    }, PAUSE);
  };

  const check = (name: string): Remark | undefined => {
    const [wrong] = checkName(name);
    if (wrong) return { severity: 'error', message: nameProblemWords(wrong) };
    if (!taken.has(name)) return undefined;
    return {
      // The service has the last word: the other export may be gone by then.
      severity: 'warning',
      message: vscode.l10n.t(
        'This predictor has an export of this name already: {0}. Amazon Forecast refuses a name twice.',
        name,
      ),
    };
  };

  try {
    const outcome = await askText({
      ...frame,
      prompt: vscode.l10n.t('The name of the export: letters, digits and _, at most 63 characters'),
      placeholder: proposal,
      value: before?.value ?? proposal,
      ...(notice && { notice }),
      check,
      begin,
      onType,
    });
    return answered(outcome, (value) => ({ value, proposed: value === proposal && before?.proposed !== false }));
  } finally {
    clearTimeout(timer);
  }
};
