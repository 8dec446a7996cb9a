import * as vscode from 'vscode';
import type { JobStore } from '../../app/job-store';
import type { JobView } from '../../app/job-view';
import type { PredictorGroup } from '../../app/predictor-lists';
import { resourceName } from '../../domain/arn';
import type { Predictor } from '../../domain/export-job';
import { groupOfStatus } from '../../domain/status';
import { statusIcon, statusWord } from '../words/status';
import { dateTime } from '../words/time';
import { readOnItem } from './items';
import type { JobNode, MoreOfPredictorNode, PredictorNode, TreeNode } from './nodes';

/** The rows of the tree while jobs are grouped by predictor. */
export class PredictorRows {
  readonly #store: JobStore;
  readonly #view: JobView;

  constructor(store: JobStore, view: JobView) {
    this.#store = store;
    this.#view = view;
  }

  roots(): TreeNode[] {
    void this.#store.readPredictors();
    const list = this.#store.predictorList;
    const predictors = this.#view.predictors();
    if (predictors.length === 0 && !list.loading && !list.error && !list.hasMore && list.asked) {
      return [{ kind: 'note', id: 'noPredictors', text: vscode.l10n.t('No predictors in this region') }];
    }
    const rows: TreeNode[] = predictors.map(({ predictor }) => ({ kind: 'predictor', predictor }));
    if (list.hasMore || list.error) rows.push({ kind: 'moreOfPredictor', state: list });
    return rows;
  }

  children({ predictor }: PredictorNode): TreeNode[] {
    const { arn } = predictor;
    const group = this.#group(arn);
    if (!group) return [];
    void this.#store.openPredictor(arn);
    const rows: TreeNode[] = group.jobs.map((job) => ({
      kind: 'job',
      group: groupOfStatus(job.status),
      job,
      predictorArn: arn,
    }));
    if (group.hasMore) rows.push({ kind: 'moreOfPredictor', predictorArn: arn, state: group });
    if (rows.length > 0) return rows;
    return [{ kind: 'note', id: `noJobs:${arn}`, text: vscode.l10n.t('No export jobs') }];
  }

  parentOf({ predictorArn }: JobNode | MoreOfPredictorNode): PredictorNode | undefined {
    const predictor = predictorArn === undefined ? undefined : this.#group(predictorArn)?.predictor;
    return predictor && { kind: 'predictor', predictor };
  }

  /** The row of a job; undefined while its predictor is not shown. */
  nodeOf(arn: string): JobNode | undefined {
    const job = this.#store.job(arn);
    if (job?.predictorArn === undefined || !this.#group(job.predictorArn)) return undefined;
    return { kind: 'job', group: groupOfStatus(job.status), job, predictorArn: job.predictorArn };
  }

  predictorItem({ predictor }: PredictorNode): vscode.TreeItem {
    const item = new vscode.TreeItem(predictor.name, vscode.TreeItemCollapsibleState.Collapsed);
    const kind = predictor.isAutoPredictor ? vscode.l10n.t('AutoPredictor') : vscode.l10n.t('Legacy predictor');
    const isActive = predictor.status === 'ACTIVE';
    const group = this.#group(predictor.arn);
    item.id = `predictor:${predictor.arn}`;
    item.description = [...countOf(group), ...(isActive ? [] : [statusWord(predictor.status)]), kind].join(' · ');
    item.iconPath = isActive ? new vscode.ThemeIcon('graph-line') : statusIcon(predictor.status);
    item.contextValue = ['predictor', ...(isActive ? ['active'] : []), ...(group?.hasMore ? ['hasMore'] : [])].join(
      ' ',
    );
    item.tooltip = tooltipOf(predictor, kind);
    item.accessibilityInformation = { label: `${predictor.name}, ${item.description}` };
    return item;
  }

  moreItem({ predictorArn, state }: MoreOfPredictorNode): vscode.TreeItem {
    const name = predictorArn === undefined ? vscode.l10n.t('Predictors') : resourceName(predictorArn);
    const id = `moreOfPredictor:${predictorArn ?? ''}`;
    return readOnItem(
      id,
      name,
      { kind: 'moreOfPredictor', ...(predictorArn !== undefined && { predictorArn }) },
      state,
    );
  }

  #group(arn: string): PredictorGroup | undefined {
    return this.#view.predictors().find(({ predictor }) => predictor.arn === arn);
  }
}

/** `3`, `100+` while more pages exist; nothing before the jobs were read. */
function countOf(group: PredictorGroup | undefined): string[] {
  if (!group?.opened) return [];
  return [group.hasMore ? `${group.jobs.length}+` : String(group.jobs.length)];
}

/** Texts of the service go in as text, never as Markdown. */
function tooltipOf(
  { name, arn, status, message, datasetGroupArn, createdAt }: Predictor,
  kind: string,
): vscode.MarkdownString {
  const rows: [string, string | undefined][] = [
    [vscode.l10n.t('Kind'), kind],
    [vscode.l10n.t('Status'), statusWord(status)],
    [vscode.l10n.t('Message'), message],
    [vscode.l10n.t('Dataset group'), datasetGroupArn === undefined ? undefined : resourceName(datasetGroupArn)],
    [vscode.l10n.t('Created'), createdAt === undefined ? undefined : dateTime(createdAt)],
    ['ARN', arn],
  ];
  const tooltip = new vscode.MarkdownString();
  tooltip.appendMarkdown('**').appendText(name).appendMarkdown('**\n\n');
  for (const [label, value] of rows) {
    if (value) tooltip.appendText(`${label}: `).appendText(value).appendMarkdown('\n\n');
  }
  return tooltip;
}
