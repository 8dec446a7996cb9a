/** Names for a new export that are free at its predictor. */
import { exportJobArn } from '../domain/export-arn';
import { nextFreeName, proposeName } from '../domain/name-proposal';
import type { CallOptions, ForecastPort } from '../domain/ports';
import { checkName } from '../domain/rules';
import { describeIfThere, exportsOfPredictor } from './find-export';

/** Enough for the busiest day; a name that is still taken then is told by the service. */
const MOST_CHECKS = 5;

/** The names of a predictor's jobs, told as the pages come in; the result holds all. Rejects as the port does. */
export async function readTakenNames(
  port: ForecastPort,
  predictorArn: string,
  options: CallOptions & { readonly onNames?: (soFar: ReadonlySet<string>) => void } = {},
): Promise<ReadonlySet<string>> {
  const names = new Set<string>();
  for await (const page of exportsOfPredictor(port, predictorArn, options)) {
    for (const { name } of page) names.add(name);
    options.onNames?.(names);
  }
  return names;
}

/**
 * Whether a name is taken, by one Describe. This also finds the jobs of another predictor of the same name (an
 * AutoPredictor that was made anew), which no list of this predictor holds. A name against the rules is never sent.
 */
export async function isNameTaken(
  port: ForecastPort,
  predictorArn: string,
  name: string,
  options: CallOptions = {},
): Promise<boolean> {
  const arn = exportJobArn(predictorArn, name);
  if (arn === undefined || checkName(name).length > 0) return false;
  return (await describeIfThere(port, arn, options)) !== undefined;
}

/** A name for today's export that the service has not given to another. Rejects as the port does. */
export async function freeName(
  port: ForecastPort,
  predictorArn: string,
  today: Date,
  options: CallOptions = {},
): Promise<string> {
  const taken = await readTakenNames(port, predictorArn, options);
  return confirmedFree(port, predictorArn, proposeName(predictorArn, today, taken), taken, options);
}

/** A free name like the one that turned out to be taken. Rejects as the port does. */
export async function freeNameAfter(
  port: ForecastPort,
  predictorArn: string,
  name: string,
  options: CallOptions = {},
): Promise<string> {
  const taken = await readTakenNames(port, predictorArn, options);
  return confirmedFree(port, predictorArn, nextFreeName(name, taken), taken, options);
}

async function confirmedFree(
  port: ForecastPort,
  predictorArn: string,
  proposal: string,
  taken: ReadonlySet<string>,
  options: CallOptions,
): Promise<string> {
  const used = new Set(taken);
  let name = proposal;
  for (let check = 0; check < MOST_CHECKS; check += 1) {
    if (!(await isNameTaken(port, predictorArn, name, options))) return name;
    used.add(name);
    name = nextFreeName(name, used);
  }
  return name;
}
