import * as v from 'valibot';
import * as vscode from 'vscode';
import type { ResultsIdentity, ResultsTarget } from '../../app/results/source';
import { parseArn } from '../../domain/arn';
import { RESULTS_SCHEME } from '../contribution';

const Identity = v.variant('kind', [
  v.object({ kind: v.literal('folder'), path: v.pipe(v.string(), v.minLength(1)), exportKey: v.string() }),
  v.object({
    kind: v.literal('job'),
    account: v.picklist(['aws', 'sample']),
    arn: v.pipe(
      v.string(),
      v.check((arn) => parseArn(arn)?.service === 'forecast'),
    ),
    exportKey: v.exactOptional(v.string()),
  }),
]);

/**
 * The address of a results page. VS Code shows the path: its last part is the tab's title, and what stands before tells
 * apart two exports of one name. The query is the truth.
 */
export function resultsUri({ identity, title }: ResultsTarget): vscode.Uri {
  const parents = identity.kind === 'folder' ? identity.path.split(/[\\/]/u) : placeOfJob(identity.arn);
  const last = vscode.l10n.t('{0} (Results)', title);
  const path = [...parents.filter((part) => part !== ''), last].map(pathPart).join('/');
  const authority = identity.kind === 'folder' ? 'folder' : identity.account;
  return vscode.Uri.from({ scheme: RESULTS_SCHEME, authority, path: `/${path}`, query: identityText(identity) });
}

/** Undefined for anything that is no address of a results page. */
export function resultsIdentity({ scheme, query }: vscode.Uri): ResultsIdentity | undefined {
  return scheme === RESULTS_SCHEME ? readIdentity(query) : undefined;
}

export function identityText(identity: ResultsIdentity): string {
  return JSON.stringify(identity);
}

export function readIdentity(text: string): ResultsIdentity | undefined {
  try {
    const parsed = v.safeParse(Identity, JSON.parse(text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function placeOfJob(arn: string): string[] {
  const parsed = parseArn(arn);
  return [parsed?.region ?? '', ...(parsed?.resource.split('/').slice(1, -1) ?? [])];
}

/** File names and folders may hold what would end a part of the path or lead elsewhere. */
function pathPart(text: string): string {
  return text === '' || text === '.' || text === '..' ? '_' : text.replaceAll(/[\\/]/gu, '_');
}
