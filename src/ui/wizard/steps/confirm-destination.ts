import * as vscode from 'vscode';
import { findAtDestination, type DestinationFindings } from '../../../app/wizard/destination-check';
import { askChoice, type Outcome } from '../../pickers/choice';
import type { StepContext } from '../step';

/** Milliseconds that a look at the bucket may take before the wizard goes on without it. */
const PATIENCE = 4000;

/**
 * Looks at the destination, tells of a bucket in another region and of an export that is there already, and lets the
 * person choose again. When nothing is found, or nothing may be seen, the question answers itself. `isKnown`: the person
 * has exported there before, so an export that is there already surprises nobody; the review tells of it.
 */
export async function confirmDestination(context: StepContext, path: string, isKnown: boolean): Promise<Outcome<true>> {
  let warnings: readonly string[] | undefined;
  return askChoice<true>({
    ...context.frame,
    canGoBack: true,
    placeholder: path,
    items: () =>
      warnings
        ? [
            ...warnings.map((label) => ({ label: `$(warning) ${label}`, alwaysShow: true, run: () => undefined })),
            { label: `$(check) ${vscode.l10n.t('Use it nevertheless')}`, detail: path, key: 'use', value: true },
          ]
        : [{ label: `$(sync~spin) ${vscode.l10n.t('Looking at the bucket…')}`, key: 'look', alwaysShow: true }],
    load: async ({ answer, prefer, signal }) => {
      const findings = await look(context, path, signal);
      if (findings) context.findings.set(path, findings);
      const found = findings ? destinationWarnings(findings, context.connection.region) : [];
      if (found.length === 0 || (isKnown && findings?.otherRegion === undefined)) answer(true);
      else {
        warnings = found;
        prefer('use');
      }
    },
  });
}

/** What to say of a destination, in full sentences. */
export function destinationWarnings({ otherRegion, exportMarks }: DestinationFindings, region: string): string[] {
  return [
    ...(otherRegion === undefined
      ? []
      : [vscode.l10n.t('The bucket is in {0}, the predictor in {1}. The export may fail.', otherRegion, region)]),
    ...(exportMarks.length === 0
      ? []
      : [vscode.l10n.t('There is an export already. Their files will lie side by side.')]),
  ];
}

async function look(
  { connection }: StepContext,
  path: string,
  ended: AbortSignal,
): Promise<DestinationFindings | undefined> {
  const signal = AbortSignal.any([ended, AbortSignal.timeout(PATIENCE)]);
  try {
    return await findAtDestination(connection.places, path, connection.region, { signal });
  } catch {
    // Given up: the bucket did not answer in time.
    return undefined;
  }
}
