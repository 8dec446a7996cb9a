import type { VisibleGroup } from '../../app/job-view';
import type { DomainError } from '../../domain/errors';
import type { ExportJob, Predictor } from '../../domain/export-job';
import type { StatusGroupId } from '../../domain/status';

/** A row of the tree. Rows are made anew from the store whenever they are asked for; VS Code knows them by their id. */
export type TreeNode =
  ProblemNode | GroupNode | JobNode | LoadMoreNode | PredictorNode | MoreOfPredictorNode | NoteNode;

/** Something failed while rows from before are still shown. */
export interface ProblemNode {
  readonly kind: 'problem';
  readonly error: DomainError;
}

export interface GroupNode {
  readonly kind: 'group';
  readonly group: StatusGroupId;
}

export interface JobNode {
  readonly kind: 'job';
  readonly group: StatusGroupId;
  readonly job: ExportJob;
  /** The predictor under which the row stands, when jobs are grouped by predictor. */
  readonly predictorArn?: string;
}

export interface LoadMoreNode {
  readonly kind: 'loadMore';
  readonly group: StatusGroupId;
  readonly state: Pick<VisibleGroup, 'loading' | 'error'>;
}

export interface PredictorNode {
  readonly kind: 'predictor';
  readonly predictor: Predictor;
}

/** Reads on: the jobs of a predictor, or without one the predictors. */
export interface MoreOfPredictorNode {
  readonly kind: 'moreOfPredictor';
  readonly predictorArn?: string;
  readonly state: Pick<VisibleGroup, 'loading' | 'error'>;
}

/** A line that only tells something. */
export interface NoteNode {
  readonly kind: 'note';
  readonly id: string;
  readonly text: string;
}

const KINDS: readonly string[] = [
  'problem',
  'group',
  'job',
  'loadMore',
  'predictor',
  'moreOfPredictor',
  'note',
] satisfies readonly TreeNode['kind'][];

/** Commands get whatever was clicked, or nothing from the palette. */
export function isTreeNode(value: unknown): value is TreeNode {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return KINDS.includes(String(value.kind));
}
