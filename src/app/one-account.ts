import { parseArn } from '../domain/arn';
import { Cancelled } from '../domain/errors';
import type { ForecastPort } from '../domain/ports';

/**
 * `listExportJobs` of this Forecast for jobs of one account only: that of the first row. Credentials can become another
 * account's behind the program's back (a `credential_process` that was told so elsewhere). A page with such rows is
 * dropped as `Cancelled`, and `onForeign` is called.
 */
export function oneAccount(
  list: ForecastPort['listExportJobs'],
  onForeign: () => void,
): ForecastPort['listExportJobs'] {
  let account: string | undefined;
  return async (request, options) => {
    const page = await list(request, options);
    for (const { arn } of page.items) {
      const owner = parseArn(arn)?.account;
      account ??= owner;
      if (owner === account) continue;
      onForeign();
      throw new Cancelled();
    }
    return page;
  };
}
