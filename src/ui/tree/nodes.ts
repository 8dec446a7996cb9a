import type { VisibleGroup } from '../../app/job-view';
import type { DomainError } from '../../domain/errors';
import type { ExportJob } from '../../domain/export-job';
import type { StatusGroupId } from '../../domain/status';

/** A row of the tree. Rows are made anew from the store whenever they are asked for; VS Code knows them by their id. */
export type TreeNode = ProblemNode | GroupNode | JobNode | LoadMoreNode;

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
}

export interface LoadMoreNode {
  readonly kind: 'loadMore';
  readonly group: StatusGroupId;
  readonly state: Pick<VisibleGroup, 'loading' | 'error'>;
}

/** Commands get whatever was clicked, or nothing from the palette. */
export function isTreeNode(value: unknown): value is TreeNode {
  if (typeof value !== 'object' || value === null || !('kind' in value)) return false;
  return ['problem', 'group', 'job', 'loadMore'].includes(String(value.kind));
}
