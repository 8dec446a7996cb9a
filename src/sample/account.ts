import { Cancelled } from '../domain/errors';
import type { HttpHandler, HttpRequest, HttpResponse } from '../domain/http';
import { errorResponse } from './aws-json';
import { credentialScope, type CredentialScope } from './credential-scope';
import { ConnectionReset, cutOff, Faults, faultyAnswer, pause } from './faults';
import { createForecastService } from './forecast/service';
import { createIamService } from './iam/service';
import { createKmsService } from './kms/service';
import { settingsOf } from './options';
import type { SampleAccountOptions } from './options';
import { createS3Service } from './s3/service';
import type { Service } from './service';
import { ServiceError } from './service-error';
import { createStsService } from './sts/service';

export interface RequestDescription {
  /** The signing name: `forecast`, `s3`, `iam`, … */
  readonly service: string;
  readonly region: string;
  /** For example `ListPredictors`. */
  readonly operation: string;
}

/** An AWS account that lives in memory and answers the SDK's real HTTP requests. */
export interface SampleAccount {
  /** The account's number, obviously not a real one. */
  readonly accountId: string;
  /** What a request is signed for and asks for; empty texts where it does not say. */
  describe(request: HttpRequest): RequestDescription;
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
  const services: ReadonlyMap<string, Service> = new Map([
    ['forecast', forecast.service],
    ['s3', createS3Service(settings, forecast.exportedFiles)],
    ['iam', createIamService(settings)],
    ['kms', createKmsService(settings)],
    ['sts', createStsService(settings)],
  ]);

  const answer = async (
    service: Service,
    scope: CredentialScope,
    request: HttpRequest,
    signal?: AbortSignal,
  ): Promise<HttpResponse> => {
    const operation = service.operationOf(request);
    const fault = faults.take({ service: scope.service, operation, body: request.body });
    const instead = fault && (await faultyAnswer(fault, { ...scope, operation }, settings.now(), signal));
    const answered = instead ?? service.answer({ request, region: scope.region, fault: fault?.mode });
    if (fault?.mode === 'lost') throw new ConnectionReset();
    return fault?.mode === 'cutOff' ? cutOff(answered) : answered;
  };

  return {
    accountId: forecast.accountId,
    faults,
    jobCount: forecast.jobCount,
    describe: (request) => {
      const { service, region } = scopeOf(request);
      try {
        return { service, region, operation: (services.get(service) ?? forecast.service).operationOf(request) };
      } catch {
        return { service, region, operation: '' };
      }
    },
    handle: async (request, signal) => {
      if (signal?.aborted) throw new Cancelled();
      if (settings.latency > 0) await pause(settings.latency, signal);
      let service: Service | undefined;
      try {
        const scope = credentialScope(request.headers);
        service = services.get(scope.service);
        if (!service)
          throw new ServiceError(
            'InvalidSignatureException',
            `Credential should be scoped to correct service: '${[...services.keys()].join("', '")}'.`,
          );
        return await answer(service, scope, request, signal);
      } catch (error) {
        if (!(error instanceof ServiceError)) throw error;
        return service?.refuse(error, request, settings.now()) ?? errorResponse(error, settings.now());
      }
    },
  };
}

function scopeOf({ headers }: HttpRequest): CredentialScope {
  try {
    return credentialScope(headers);
  } catch {
    return { service: '', region: '' };
  }
}
