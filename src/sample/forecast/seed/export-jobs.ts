import type { Random } from '../../random';
import { exportJobArn } from '../export-jobs';
import { stepAt } from '../lifecycle';
import type { Timeline } from '../lifecycle';
import type { ExportJob, Predictor } from '../resources';
import { DAY, HOUR } from './time';
import { BRIEF, LASTING, settled } from './timelines';
import { destination, format, jobName, LONGEST_NAME, tags } from './wording';

/** The oldest jobs are about a year and a half old. */
const HISTORY = 540 * DAY;

/** In order of creation. Europe holds only jobs of the past. */
export function seedExportJobs(
  region: string,
  start: number,
  predictors: readonly Predictor[],
  count: number,
  still: boolean,
  random: Random,
): ExportJob[] {
  const plots = region === 'us-east-1' ? [...LASTING, ...(still ? [] : BRIEF)].slice(0, count) : [];
  const special = plots.map((plot) => {
    const to = destination(region, random);
    return { to, timeline: plot(start, to) };
  });
  const past = Array.from({ length: count - special.length }, (_, index) => {
    const to = destination(region, random);
    const share = (index + random.next()) / (count - special.length);
    return { to, timeline: settled(start, Math.round(6 * HOUR + share * HISTORY), to, random) };
  });

  const oldestFirst = [...special, ...past].sort((a, b) => a.timeline[0].at - b.timeline[0].at);
  return named(region, start, oldestFirst, predictors, random);
}

/** Gives each job a predictor, a name that is unique in the region, and the rest. */
function named(
  region: string,
  start: number,
  plans: readonly { to: ExportJob['destination']; timeline: Timeline }[],
  predictors: readonly Predictor[],
  random: Random,
): ExportJob[] {
  const [first, ...others] = predictors.filter(({ timeline }) => stepAt(timeline, start).status === 'ACTIVE');
  if (!first) return [];
  const runs = new Map<string, number>();
  return plans.map(({ to, timeline }, index) => {
    const predictor = random.pick([first, ...others]);
    const age = plans.length - index;
    const name = age === LONGEST_NAMED ? LONGEST_NAME : jobName(random, runs);
    return {
      arn: exportJobArn(region, predictor, name),
      name,
      sequence: index + 1,
      predictorArn: predictor.arn,
      ...(age !== WITHOUT_DESTINATION && to && { destination: to }),
      format: format(random),
      tags: tags(random),
      timeline,
      seeded: true,
    };
  });
}

/** Counted from the newest: the job with the longest possible name, and one that lacks an optional member. */
const LONGEST_NAMED = 16;
const WITHOUT_DESTINATION = 18;
