import { operation } from './context';
import type { Context } from './context';
import { BY_RESOURCE } from './inputs';
import { isStoppable, stepAt, stop } from './lifecycle';
import { invalidInput, limitExceeded, notFound } from './refusals';
import type { Collection, Resource } from './resources';

/** StopResource is idempotent: asked again while it stops the resource, it answers again. */
export const stopResource = operation(BY_RESOURCE, ({ ResourceArn: arn }, context) => {
  const { exportJobs, predictors } = context.region;
  if (!stopIn(exportJobs, arn, context) && !stopIn(predictors, arn, context)) throw notFound(arn);
  return undefined;
});

/** Returns false when the collection does not hold the resource. */
function stopIn<T extends Resource>(collection: Collection<T>, arn: string, context: Context): boolean {
  const resource = collection.get(arn);
  if (!resource) return false;
  const { status } = stepAt(resource.timeline, context.now);
  if (status === 'CREATE_STOPPING') return true;
  if (!isStoppable(status)) {
    // No other declared error fits; the documentation speaks only of resources that are in progress.
    throw invalidInput(`Only a resource that is in progress can be stopped. ${arn} is in state ${status}.`);
  }
  checkParallelStops(context);
  collection.reschedule(resource, stop(resource.timeline, context.now, context.settings.timings));
  return true;
}

function checkParallelStops({ region, now, settings }: Context): void {
  const limit = settings.quotas.parallelStops;
  const stopping = region.exportJobs.ordered.filter(
    (job) => !job.seeded && stepAt(job.timeline, now).status === 'CREATE_STOPPING',
  );
  if (stopping.length >= limit) throw limitExceeded('Maximum parallel StopResource tasks', limit);
}
