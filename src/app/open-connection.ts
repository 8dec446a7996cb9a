import type { ObjectStore } from '../domain/object-store';
import type { Connection, ForecastPort } from '../domain/ports';
import type { PlacesPort } from '../domain/wizard-ports';
import { oneAccount } from './one-account';

/**
 * The connection of an open account, whose credentials can be replaced by others of the same account: whoever holds
 * `connection` goes on with it and notices nothing. A call that is under way is finished with the credentials with which
 * it was begun.
 */
export class OpenConnection {
  /** One object for as long as the account is open. */
  readonly connection: Connection;
  #current: Connection;
  /** How many calls are under way with each of the connections that stand, or have stood, behind it. */
  readonly #calls = new Map<Connection, number>();

  /** `onForeign` is called when the credentials suddenly list another account's jobs. */
  constructor(made: Connection, onForeign: () => void) {
    this.#current = made;
    this.#calls.set(made, 0);
    this.connection = {
      ...made,
      forecast: this.#forecast(onForeign),
      places: this.#places(),
      objects: this.#objects(),
      accountId: (options) => this.#call((by) => by.accountId(options)),
      isCurrent: () => this.#current.isCurrent(),
      allowPrompt: () => this.#current.allowPrompt(),
      forgetCredentials: () => this.#current.forgetCredentials(),
      dispose: () => this.#dispose(),
    };
  }

  /** It is to the same place by the same way: only the credentials may be others. */
  isLike(made: Connection): boolean {
    return placeOf(made) === placeOf(this.connection);
  }

  /** Everything that is called from now on goes by `made`. */
  replace(made: Connection): void {
    const old = this.#current;
    this.#current = made;
    this.#calls.set(made, 0);
    this.#end(old, 0);
  }

  async #call<T>(work: (by: Connection) => Promise<T>): Promise<T> {
    const by = this.#current;
    this.#begin(by);
    try {
      return await work(by);
    } finally {
      this.#end(by);
    }
  }

  #begin(by: Connection): void {
    this.#calls.set(by, (this.#calls.get(by) ?? 0) + 1);
  }

  /** A connection that was replaced goes with its last call. */
  #end(by: Connection, ended = 1): void {
    const calls = this.#calls.get(by);
    if (calls === undefined) return;
    this.#calls.set(by, calls - ended);
    if (calls > ended || by === this.#current) return;
    this.#calls.delete(by);
    by.dispose();
  }

  #dispose(): void {
    for (const by of this.#calls.keys()) by.dispose();
    this.#calls.clear();
  }

  #forecast(onForeign: () => void): ForecastPort {
    const call = <T>(work: (forecast: ForecastPort) => Promise<T>): Promise<T> =>
      this.#call(({ forecast }) => work(forecast));
    return {
      listExportJobs: oneAccount((request, options) => call((by) => by.listExportJobs(request, options)), onForeign),
      describeExportJob: (arn, options) => call((by) => by.describeExportJob(arn, options)),
      createExportJob: (job, options) => call((by) => by.createExportJob(job, options)),
      stopExportJob: (arn, options) => call((by) => by.stopExportJob(arn, options)),
      deleteExportJob: (arn, options) => call((by) => by.deleteExportJob(arn, options)),
      listTags: (arn, options) => call((by) => by.listTags(arn, options)),
      tagResource: (arn, tags, options) => call((by) => by.tagResource(arn, tags, options)),
      untagResource: (arn, keys, options) => call((by) => by.untagResource(arn, keys, options)),
      listPredictors: (request, options) => call((by) => by.listPredictors(request, options)),
      getAccuracyMetrics: (arn, options) => call((by) => by.getAccuracyMetrics(arn, options)),
    };
  }

  #places(): PlacesPort {
    const call = <T>(work: (places: PlacesPort) => Promise<T>): Promise<T> => this.#call(({ places }) => work(places));
    return {
      listBuckets: (request, options) => call((by) => by.listBuckets(request, options)),
      bucketRegion: (bucket, options) => call((by) => by.bucketRegion(bucket, options)),
      listPrefixes: (request, options) => call((by) => by.listPrefixes(request, options)),
      exportMarks: (place, options) => call((by) => by.exportMarks(place, options)),
      listRoles: (request, options) => call((by) => by.listRoles(request, options)),
      listKeyAliases: (request, options) => call((by) => by.listKeyAliases(request, options)),
    };
  }

  #objects(): ObjectStore {
    const call = <T>(work: (objects: ObjectStore) => Promise<T>): Promise<T> =>
      this.#call(({ objects }) => work(objects));
    return {
      listBuckets: (options) => call((by) => by.listBuckets(options)),
      bucketRegion: (bucket, options) => call((by) => by.bucketRegion(bucket, options)),
      list: (request, options) => call((by) => by.list(request, options)),
      get: (request, options) =>
        this.#call(async (by) => {
          const pieces = await by.objects.get(request, options);
          this.#begin(by);
          return this.#until(pieces, by);
        }),
    };
  }

  /** The body is a part of its call. One that nobody reads is held until the account is closed. */
  async *#until(pieces: AsyncIterable<Uint8Array>, by: Connection): AsyncIterable<Uint8Array> {
    try {
      yield* pieces;
    } finally {
      this.#end(by);
    }
  }
}

function placeOf({ account, profile, profileToName, region, endpoint, signIn, signInFiles }: Connection): string {
  return JSON.stringify([account, profile, profileToName, region, endpoint, signIn, signInFiles]);
}
