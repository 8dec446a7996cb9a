import { parseArn } from '../domain/arn';
import { Cancelled } from '../domain/errors';
import type { ForecastPort } from '../domain/ports';

/**
 * A Forecast that lists jobs of one account only: that of the first row. Credentials can become another account's
 * behind the program's back (a `credential_process` that was told so elsewhere). A page with such rows is dropped
 * as `Cancelled`, and `onForeign` is called.
 */
export function oneAccount(forecast: ForecastPort, onForeign: () => void): ForecastPort {
  let account: string | undefined;
  return {
    listExportJobs: async (request, options) => {
      const page = await forecast.listExportJobs(request, options);
      for (const { arn } of page.items) {
        const owner = parseArn(arn)?.account;
        account ??= owner;
        if (owner === account) continue;
        onForeign();
        throw new Cancelled();
      }
      return page;
    },
    describeExportJob: (arn, options) => forecast.describeExportJob(arn, options),
    createExportJob: (job, options) => forecast.createExportJob(job, options),
    stopExportJob: (arn, options) => forecast.stopExportJob(arn, options),
    deleteExportJob: (arn, options) => forecast.deleteExportJob(arn, options),
    listTags: (arn, options) => forecast.listTags(arn, options),
    tagResource: (arn, tags, options) => forecast.tagResource(arn, tags, options),
    untagResource: (arn, keys, options) => forecast.untagResource(arn, keys, options),
    listPredictors: (request, options) => forecast.listPredictors(request, options),
    getAccuracyMetrics: (arn, options) => forecast.getAccuracyMetrics(arn, options),
  };
}
