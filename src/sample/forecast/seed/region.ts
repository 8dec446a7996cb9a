import type { SampleSettings } from '../../options';
import { seededRandom } from '../../random';
import type { Region } from '../context';
import { Collection } from '../resources';
import { seedDatasetGroups } from './dataset-groups';
import { seedExportJobs } from './export-jobs';
import { seedPredictors } from './predictors';

/** A quarter of the jobs lives in Europe, but no more than this: what is asked beyond goes to us-east-1. */
const MOST_IN_EUROPE = 160;

/** What a region holds when the account is made. Regions other than us-east-1 and eu-west-1 are empty. */
export function seedRegion(name: string, start: number, settings: SampleSettings): Region {
  const random = seededRandom(settings.seed, name);
  const datasetGroups = seedDatasetGroups(name, start);
  const predictors = seedPredictors(name, start, settings.items, random);
  const exportJobs = seedExportJobs(name, start, predictors, jobCount(name, settings.jobs), settings.still, random);
  return {
    name,
    datasetGroups: new Collection(settings.now, datasetGroups),
    predictors: new Collection(settings.now, predictors),
    exportJobs: new Collection(settings.now, exportJobs),
  };
}

function jobCount(region: string, jobs: number): number {
  const inEurope = Math.min(MOST_IN_EUROPE, Math.floor(jobs / 4));
  if (region === 'us-east-1') return jobs - inEurope;
  return region === 'eu-west-1' ? inEurope : 0;
}
