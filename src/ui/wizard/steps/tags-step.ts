import * as vscode from 'vscode';
import { askTags } from '../../pickers/tags';
import type { AskStep } from '../step';

export const askTagsStep: AskStep<'tags'> = ({ flow, frame, notice }) =>
  askTags({
    ...frame,
    ...(notice && { notice }),
    tags: flow.answers.tags ?? [],
    onChange: (tags) => flow.keep('tags', tags),
    doneWith: (count) =>
      count === 0 ? vscode.l10n.t('Continue without tags') : vscode.l10n.t('Continue with these tags'),
  });
