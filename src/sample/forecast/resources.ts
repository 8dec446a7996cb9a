import type { ExportFormat } from '../../domain/export-job';
import type { Destination } from './inputs';
import { GONE, stepAt } from './lifecycle';
import type { Timeline } from './lifecycle';

export interface Resource {
  readonly arn: string;
  readonly name: string;
  /** Grows with the creation time; lists show the highest first. */
  readonly sequence: number;
  readonly tags: Map<string, string>;
  timeline: Timeline;
}

export interface ExportJob extends Resource {
  readonly predictorArn: string;
  /** Absent for a few seeded jobs: every member of the service model's summary is optional. */
  readonly destination?: Destination;
  readonly format: ExportFormat;
  /** Was there from the start, and so stands outside the quotas for parallel work. */
  readonly seeded: boolean;
}

export interface Predictor extends Resource {
  readonly datasetGroupArn: string;
  readonly kind: 'auto' | 'legacy';
  /** Of a legacy predictor; several where AutoML compared them, the winner first. */
  readonly algorithms: readonly string[];
  readonly forecastTypes: readonly string[];
  readonly horizon: number;
  /** As the service spells it: `H`, `D`, `W`. */
  readonly frequency: 'H' | 'D' | 'W';
  readonly dimensions: readonly string[];
  readonly backtestWindows: number;
  readonly itemCount: number;
}

export type DatasetGroup = Resource;

/** Resources of one kind in one region: by ARN, and in order of creation. */
export class Collection<T extends Resource> {
  #ordered: T[] = [];
  readonly #ever: T[] = [];
  readonly #byArn = new Map<string, T>();
  readonly #now: () => number;
  #nextSweep = Infinity;
  #lastSequence = 0;

  constructor(now: () => number, resources: readonly T[] = []) {
    this.#now = now;
    for (const resource of resources) this.add(resource);
  }

  /** In order of creation, without those that are gone. */
  get ordered(): readonly T[] {
    this.#sweep();
    return this.#ordered;
  }

  /** In order of creation, with those that are gone. */
  get ever(): readonly T[] {
    return this.#ever;
  }

  get nextSequence(): number {
    return this.#lastSequence + 1;
  }

  get(arn: string): T | undefined {
    this.#sweep();
    return this.#byArn.get(arn);
  }

  add(resource: T): void {
    this.#lastSequence = resource.sequence;
    this.#ordered.push(resource);
    this.#ever.push(resource);
    this.#byArn.set(resource.arn, resource);
    this.#expect(resource);
  }

  /** Gives the resource another future, and remembers when that future ends. */
  reschedule(resource: T, timeline: Timeline): void {
    resource.timeline = timeline;
    this.#expect(resource);
  }

  #expect(resource: T): void {
    const last = resource.timeline.at(-1);
    if (last?.status === GONE) this.#nextSweep = Math.min(this.#nextSweep, last.at);
  }

  /** Drops what is gone; does no work until the first of them is due. */
  #sweep(): void {
    const now = this.#now();
    if (now < this.#nextSweep) return;
    this.#nextSweep = Infinity;
    const all = this.#ordered;
    this.#ordered = all.filter((resource) => stepAt(resource.timeline, now).status !== GONE);
    for (const resource of all) {
      if (stepAt(resource.timeline, now).status === GONE) this.#byArn.delete(resource.arn);
      else this.#expect(resource);
    }
  }
}
