/** A job store on a scripted account, and words for what a person would see of it. */
import { JobStore, type StoreChange } from '../../src/app/job-store';
import type { ExportJob } from '../../src/domain/export-job';
import type { StatusGroupId } from '../../src/domain/status';
import { RecordedLog, ScriptedForecast } from './scripted-forecast';

export interface Scene {
  readonly forecast: ScriptedForecast;
  readonly log: RecordedLog;
  readonly store: JobStore;
  /** May be changed like the setting. */
  readonly settings: { pageSize: number };
  readonly changes: StoreChange[];
}

/** A store that was not opened yet. */
export function scene(jobs: readonly ExportJob[], pageSize = 100): Scene {
  const settings = { pageSize };
  const log = new RecordedLog();
  const store = new JobStore({ log, pageSize: () => settings.pageSize });
  const changes: StoreChange[] = [];
  store.onDidChange((change) => changes.push(change));
  return { forecast: new ScriptedForecast(jobs), log, store, settings, changes };
}

/** A store that has read its account; the requests of that are not counted. */
export async function opened(jobs: readonly ExportJob[], pageSize = 100): Promise<Scene> {
  const made = scene(jobs, pageSize);
  await made.store.open(made.forecast);
  made.forecast.startCounting();
  return made;
}

/** The groups as their rows read: `active 100+`. */
export function shown(store: JobStore): string[] {
  return store.groups().map(({ id, jobs, hasMore }) => `${id} ${jobs.length}${hasMore ? '+' : ''}`);
}

export function names(store: JobStore, group: StatusGroupId): string[] {
  return store.group(group).jobs.map(({ name }) => name);
}

/** Resolves as soon as the store says something and `holds` then is true; at once when it is true already. */
export function until(store: JobStore, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const subscription = store.onDidChange(() => {
      if (!holds()) return;
      subscription.dispose();
      resolve();
    });
  });
}
