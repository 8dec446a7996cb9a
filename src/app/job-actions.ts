import { isDomainError, logText } from '../domain/errors';
import type { ExportJob, NewExportJob, Tag } from '../domain/export-job';
import type { CallOptions, ForecastPort, Log } from '../domain/ports';
import { tagCalls } from '../domain/tags';
import type { JobStore } from './job-store';

/** Whoever follows a job that has begun to change. */
export interface Follower {
  watch(arn: string): void;
}

export interface JobActionsOptions {
  readonly store: JobStore;
  readonly follower: Follower | undefined;
  readonly log: Log;
}

/**
 * What a person does with a job. The store shows what was asked for at once, marked as such; a refusal by the service
 * makes the row tell the truth before the refusal is passed on.
 */
export class JobActions {
  readonly #options: JobActionsOptions;

  constructor(options: JobActionsOptions) {
    this.#options = options;
  }

  /** Rejects with the service's refusal. */
  async stop(forecast: ForecastPort, arn: string): Promise<void> {
    await this.#ask(forecast, arn, 'CREATE_STOPPING', () => forecast.stopExportJob(arn));
  }

  /** Rejects with the service's refusal. A job that is gone already counts as deleted. */
  async delete(forecast: ForecastPort, arn: string): Promise<void> {
    try {
      await this.#ask(forecast, arn, 'DELETE_PENDING', () => forecast.deleteExportJob(arn));
    } catch (error) {
      if (!isDomainError(error) || error.kind !== 'notFound') throw error;
    }
  }

  /** Shows a job that was just created: what is known of it at once, then what the service tells. */
  async created(forecast: ForecastPort, arn: string, request: NewExportJob, now: number): Promise<void> {
    const { store, follower } = this.#options;
    const { name, predictorArn, destination, format = 'CSV' } = request;
    store.expect(
      { arn, name, status: 'CREATE_PENDING', predictorArn, destination, format, createdAt: now },
      store.tick(),
    );
    follower?.watch(arn);
    const asked = store.tick();
    try {
      store.put([await forecast.describeExportJob(arn)], asked);
    } catch (error) {
      // A job this young may be unknown to Describe for a moment; that does not make it gone.
      this.#options.log.debug(`${arn} could not be read yet: ${logText(error)}`);
    }
  }

  /**
   * Reads the job anew, so that its row tells the truth. Undefined when it is gone; then it is forgotten. Rejects as
   * the port does.
   */
  async reread(forecast: ForecastPort, arn: string, options: CallOptions = {}): Promise<ExportJob | undefined> {
    const { store } = this.#options;
    const asked = store.tick();
    try {
      const job = await forecast.describeExportJob(arn, options);
      store.put([job], asked);
      return job;
    } catch (error) {
      if (!isDomainError(error) || error.kind !== 'notFound') throw error;
      store.forget(arn);
      return undefined;
    }
  }

  /** Turns one set of tags into the other with the fewest calls. Rejects with the first refusal. */
  async changeTags(
    forecast: ForecastPort,
    arn: string,
    before: readonly Tag[],
    after: readonly Tag[],
  ): Promise<number> {
    const calls = tagCalls(before, after);
    for (const call of calls) {
      if (call.kind === 'tag') await forecast.tagResource(arn, call.tags);
      else await forecast.untagResource(arn, call.keys);
    }
    return calls.length;
  }

  async #ask(forecast: ForecastPort, arn: string, expected: string, request: () => Promise<void>): Promise<void> {
    const { store, follower } = this.#options;
    const asked = store.tick();
    try {
      await request();
    } catch (error) {
      await this.#confirm(forecast, arn);
      throw error;
    }
    const job = store.job(arn);
    if (job) store.expect({ ...job, status: expected }, asked);
    follower?.watch(arn);
    await this.#confirm(forecast, arn);
  }

  /** Only makes the row true: a failure here is not the action's. */
  async #confirm(forecast: ForecastPort, arn: string): Promise<void> {
    try {
      await this.reread(forecast, arn);
    } catch (error) {
      this.#options.log.warn(`${arn} could not be read again: ${logText(error)}`);
    }
  }
}
