import type { ExportJob } from '../domain/export-job';
import { Emitter } from './event';
import type { JobGroup, JobStore } from './job-store';
import type { PredictorGroup } from './predictor-lists';

/** What the jobs are gathered by. */
export type Grouping = 'status' | 'predictor';

/** A group after the name filter. */
export interface VisibleGroup extends JobGroup {
  /** How many jobs of the group are loaded, filtered or not. */
  readonly loaded: number;
}

/**
 * The store's groups as the person wants to see them: narrowed by a name filter. The service cannot filter by name,
 * so only jobs that are loaded are searched, and whoever shows this says so.
 */
export class JobView {
  readonly #store: JobStore;
  readonly #changes = new Emitter<undefined>();
  #nameFilter = '';
  #grouping: Grouping;

  readonly onDidChangeFilter = this.#changes.event;

  constructor(store: JobStore, grouping: Grouping = 'status') {
    this.#store = store;
    this.#grouping = grouping;
  }

  get grouping(): Grouping {
    return this.#grouping;
  }

  set grouping(grouping: Grouping) {
    if (grouping === this.#grouping) return;
    this.#grouping = grouping;
    this.#changes.fire(undefined);
  }

  /** Part of a name, any case; empty for no filter. */
  get nameFilter(): string {
    return this.#nameFilter;
  }

  set nameFilter(text: string) {
    if (text === this.#nameFilter) return;
    this.#nameFilter = text;
    this.#changes.fire(undefined);
  }

  groups(): VisibleGroup[] {
    const wanted = this.#nameFilter.toLowerCase();
    const groups = this.#store.groups();
    if (wanted === '') return groups.map((group) => ({ ...group, loaded: group.jobs.length }));
    const matches = (job: ExportJob): boolean => job.name.toLowerCase().includes(wanted);
    return groups
      .map((group) => ({ ...group, jobs: group.jobs.filter(matches), loaded: group.jobs.length }))
      .filter(({ jobs, hasMore, error }) => jobs.length > 0 || hasMore || error !== undefined);
  }

  /** The predictors with their jobs, narrowed by the name filter; a predictor without a match stays: it may have more. */
  predictors(): PredictorGroup[] {
    const wanted = this.#nameFilter.toLowerCase();
    const groups = this.#store.predictorGroups();
    if (wanted === '') return groups;
    return groups.map((group) => ({
      ...group,
      jobs: group.jobs.filter(({ name }) => name.toLowerCase().includes(wanted)),
    }));
  }

  dispose(): void {
    this.#changes.dispose();
  }
}
