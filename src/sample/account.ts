import { Cancelled } from '../domain/errors';
import type { HttpHandler, HttpRequest, HttpResponse } from '../domain/http';
import { errorResponse } from './aws-json';
import { credentialScope } from './credential-scope';
import { ConnectionReset, Faults, faultyAnswer, pause } from './faults';
import { createForecastService } from './forecast/service';
import { settingsOf } from './options';
import type { SampleAccountOptions } from './options';
import type { Service } from './service';
import { ServiceError } from './service-error';

/** An AWS account that lives in memory and answers the SDK's real HTTP requests. */
export interface SampleAccount {
  /** The account's number, obviously not a real one. */
  readonly accountId: string;
  /** Answers any request that is signed for a service of this account; the endpoint's host does not matter. */
  readonly handle: HttpHandler;
  readonly faults: Faults;
  /** How many export jobs exist in a region now. */
  jobCount(region: string): number;
}

/** A fresh account with seeded data. Nothing outside the object changes; dropping it ends it. */
export function createSampleAccount(options: SampleAccountOptions = {}): SampleAccount {
  const settings = settingsOf(options);
  const forecast = createForecastService(settings);
  const faults = new Faults();
  const services: ReadonlyMap<string, Service> = new Map([['forecast', forecast.answer]]);

  const answer = async (request: HttpRequest, signal?: AbortSignal): Promise<HttpResponse> => {
    const scope = credentialScope(request.headers);
    const service = services.get(scope.service);
    if (!service) {
      throw new ServiceError(
        'InvalidSignatureException',
        "Credential should be scoped to correct service: 'forecast'.",
      );
    }
    const fault = faults.take(request);
    const instead = fault && (await faultyAnswer(fault, request, scope.region, settings.now(), signal));
    const answered = instead ?? (await service({ request, region: scope.region, fault: fault?.mode }));
    if (fault?.mode === 'lost') throw new ConnectionReset();
    return answered;
  };

  return {
    accountId: forecast.accountId,
    faults,
    jobCount: forecast.jobCount,
    handle: async (request, signal) => {
      if (signal?.aborted) throw new Cancelled();
      if (settings.latency > 0) await pause(settings.latency, signal);
      try {
        return await answer(request, signal);
      } catch (error) {
        if (error instanceof ServiceError) return errorResponse(error, settings.now());
        throw error;
      }
    },
  };
}
