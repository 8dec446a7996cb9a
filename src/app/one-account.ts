import { parseArn } from '../domain/arn';
import { Cancelled } from '../domain/errors';
import type { ForecastPort } from '../domain/ports';

/**
 * The Forecast that `current` gives, listing jobs of one account only: that of the first row. Credentials can become another account's
 * behind the program's back (a `credential_process` that was told so elsewhere). A page with such rows is dropped
 * as `Cancelled`, and `onForeign` is called.
 */
export function oneAccount(current: () => ForecastPort, onForeign: () => void): ForecastPort {
  let account: string | undefined;
  return {
    listExportJobs: async (request, options) => {
      const page = await current().listExportJobs(request, options);
      for (const { arn } of page.items) {
        const owner = parseArn(arn)?.account;
        account ??= owner;
        if (owner === account) continue;
        onForeign();
        throw new Cancelled();
      }
      return page;
    },
    describeExportJob: (arn, options) => current().describeExportJob(arn, options),
    createExportJob: (job, options) => current().createExportJob(job, options),
    stopExportJob: (arn, options) => current().stopExportJob(arn, options),
    deleteExportJob: (arn, options) => current().deleteExportJob(arn, options),
    listTags: (arn, options) => current().listTags(arn, options),
    tagResource: (arn, tags, options) => current().tagResource(arn, tags, options),
    untagResource: (arn, keys, options) => current().untagResource(arn, keys, options),
    listPredictors: (request, options) => current().listPredictors(request, options),
    getAccuracyMetrics: (arn, options) => current().getAccuracyMetrics(arn, options),
  };
}
