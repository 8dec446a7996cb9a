import * as vscode from 'vscode';
import { checkS3Path, noteS3Path } from '../../../domain/rules';
import type { Bucket } from '../../../domain/wizard-ports';
import { askChoice, separator, TYPED_KEY, type ChoiceItem, type Outcome, type Remark } from '../../pickers/choice';
import { StreamedList } from '../../../app/streamed-list';
import { askText } from '../../pickers/text';
import { pathNoteWords, pathProblemWords } from '../../words/rules';
import { answered, type AskStep, type StepContext } from '../step';
import { browseBucket } from './browse-bucket';
import { confirmDestination } from './confirm-destination';

type Choice =
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'bucket'; readonly bucket: Bucket }
  | { readonly kind: 'byHand' };

export const askDestination: AskStep<'destination'> = async (context) => {
  const { connection, frame, flow, notice, store, recents } = context;
  const buckets = new StreamedList<Bucket>((nextToken, options) =>
    connection.places.listBuckets({ ...(nextToken !== undefined && { nextToken }) }, options),
  );
  const chosen = flow.answers.destination?.path;
  const recent = recents.paths(flow.answers.predictor?.arn ?? '', store.jobs());
  for (;;) {
    const outcome = await askChoice<Choice>({
      ...frame,
      ...(notice && { notice }),
      placeholder: vscode.l10n.t('Where shall the files go? Type to search, or paste s3://bucket/folder'),
      items: (typed) => [
        ...pasted(typed),
        ...recentItems(chosen, recent),
        ...bucketItems(buckets, connection.region),
        {
          label: `$(edit) ${vscode.l10n.t('Enter an S3 path…')}`,
          key: 'byHand',
          alwaysShow: true,
          value: { kind: 'byHand' },
        },
      ],
      load: ({ signal, update }) => buckets.readOn(signal, update),
      retryLabel: vscode.l10n.t('Retry: the buckets could not be listed'),
      ...(chosen !== undefined && { activeKey: chosen }),
    });
    if (outcome.kind !== 'answer') return outcome;
    const path = await pathOf(outcome.value, context);
    if (path.kind === 'cancel') return path;
    if (path.kind === 'back') continue;
    const confirmed = await confirmDestination(context, path.value, recent.includes(path.value));
    if (confirmed.kind === 'cancel') return confirmed;
    if (confirmed.kind === 'answer') return answered(path, (value) => ({ path: value }));
  }
};

async function pathOf(choice: Choice, context: StepContext): Promise<Outcome<string>> {
  switch (choice.kind) {
    case 'path':
      return { kind: 'answer', value: choice.path };
    case 'bucket':
      return browseBucket(context, choice.bucket);
    case 'byHand':
      return askPath(context, context.flow.answers.destination?.path ?? '');
  }
}

function recentItems(chosen: string | undefined, recent: readonly string[]): readonly ChoiceItem<Choice>[] {
  const paths = [...new Set([...(chosen === undefined ? [] : [chosen]), ...recent])];
  if (paths.length === 0) return [];
  return [
    separator(vscode.l10n.t('Used before')),
    ...paths.map((path) => ({
      label: `$(history) ${path}`,
      description: path === chosen ? vscode.l10n.t('chosen') : '',
      key: path,
      value: { kind: 'path', path } as const,
    })),
  ];
}

function bucketItems(buckets: StreamedList<Bucket>, region: string): readonly ChoiceItem<Choice>[] {
  // Buckets of the export's own region first; where the list does not tell regions, all are alike.
  const rank = (bucket: Bucket): number => (bucket.region === undefined || bucket.region === region ? 0 : 1);
  const items = [...buckets.values]
    .sort((a, b) => rank(a) - rank(b) || a.name.localeCompare(b.name))
    .map((bucket) => ({
      label: `$(database) ${bucket.name}`,
      description: bucket.region ?? '',
      ...(rank(bucket) === 1 && {
        detail: vscode.l10n.t('$(warning) In another region than the predictor: {0}', region),
      }),
      key: `bucket:${bucket.name}`,
      value: { kind: 'bucket', bucket } as const,
    }));
  return items.length > 0 ? [separator(vscode.l10n.t('Buckets')), ...items] : [];
}

function pasted(typed: string): readonly ChoiceItem<Choice>[] {
  if (!/^s3:/iu.test(typed)) return [];
  const remark = judgePath(typed);
  if (remark?.severity === 'error') {
    return [{ label: `$(error) ${remark.message}`, key: TYPED_KEY, alwaysShow: true }];
  }
  return [
    {
      label: `$(check) ${vscode.l10n.t('Use {0}', typed)}`,
      ...(remark && { detail: remark.message }),
      key: TYPED_KEY,
      alwaysShow: true,
      value: { kind: 'path', path: typed },
    },
  ];
}

/** Asks for the path itself, with the rules applied at every keystroke. */
export async function askPath({ frame, notice }: StepContext, value: string): Promise<Outcome<string>> {
  return askText({
    ...frame,
    canGoBack: true,
    prompt: vscode.l10n.t('The S3 path of the folder for the exported files'),
    placeholder: 's3://bucket/folder/',
    value,
    selection: [value.length, value.length],
    check: judgePath,
    ...(notice && { notice }),
  });
}

function judgePath(path: string): Remark | undefined {
  const [wrong] = checkS3Path(path);
  if (wrong) return { severity: 'error', message: pathProblemWords(wrong) };
  const [note] = noteS3Path(path);
  if (!note) return undefined;
  return { severity: note.code === 'trailingSlash' ? 'info' : 'warning', message: pathNoteWords(note) };
}
