import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobStore } from '../../app/job-store';
import type { ExportJob } from '../../domain/export-job';
import { groupLabel, statusIcon, statusWord } from '../words/status';
import { ago } from '../words/time';

interface JobItem extends vscode.QuickPickItem {
  readonly arn?: string;
}

/**
 * Asks for one of the jobs that are loaded; opens the account first when nobody has. Rows that arrive while the person
 * looks are added. `accepts` narrows what is offered. Resolves with the job's ARN, or undefined on Escape.
 */
export async function pickJob(
  store: JobStore,
  session: AccountSession,
  title: string,
  accepts: (job: ExportJob) => boolean = () => true,
): Promise<string | undefined> {
  const picker = vscode.window.createQuickPick<JobItem>();
  picker.title = title;
  picker.placeholder = vscode.l10n.t('Type to search the loaded jobs by name or destination');
  picker.matchOnDescription = true;
  picker.matchOnDetail = true;
  const show = (): void => {
    const active = picker.activeItems[0]?.arn;
    picker.busy = session.opening || store.busy;
    picker.keepScrollPosition = true;
    picker.items = jobItems(store, accepts, picker.busy);
    const kept = picker.items.find(({ arn }) => arn !== undefined && arn === active);
    if (kept) picker.activeItems = [kept];
  };
  const following = store.onDidChange(show);
  try {
    const picked = new Promise<string | undefined>((resolve) => {
      picker.onDidHide(() => resolve(undefined));
      picker.onDidAccept(() => {
        const arn = picker.selectedItems[0]?.arn;
        if (arn !== undefined) resolve(arn);
      });
    });
    picker.show();
    show();
    await Promise.race([picked, session.start()]);
    if (session.error) throw session.error;
    show();
    return await picked;
  } finally {
    following.dispose();
    picker.dispose();
  }
}

function jobItems(store: JobStore, accepts: (job: ExportJob) => boolean, busy: boolean): readonly JobItem[] {
  const items = store.groups().flatMap(({ id, jobs }): JobItem[] => {
    const offered = jobs.filter(accepts);
    if (offered.length === 0) return [];
    return [{ label: groupLabel(id), kind: vscode.QuickPickItemKind.Separator }, ...offered.map(jobItem)];
  });
  if (items.length > 0 || busy) return items;
  return [
    {
      label:
        store.size === 0
          ? vscode.l10n.t('No export jobs are loaded')
          : vscode.l10n.t('None of the loaded export jobs is in a state that allows this'),
      alwaysShow: true,
    },
  ];
}

function jobItem(job: ExportJob): JobItem {
  const { arn, name, status, createdAt, destination } = job;
  return {
    arn,
    label: name,
    iconPath: statusIcon(status),
    description: [statusWord(status), ...(createdAt === undefined ? [] : [ago(createdAt)])].join(' · '),
    ...(destination ? { detail: destination.path } : {}),
  };
}
