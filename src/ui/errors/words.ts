import * as vscode from 'vscode';
import { isSigningIn } from '../../app/sign-in-problem';
import type { DomainError } from '../../domain/errors';
import { COMMANDS } from '../contribution';

/** What a person is told of a failure: what happened, why, and the commands that help. */
export interface ErrorWords {
  readonly title: string;
  /** Cause and next step, in one or two sentences. */
  readonly advice: string;
  /** Commands that help, the most helpful first, each with its label. */
  readonly actions: readonly { readonly command: string; readonly label: string }[];
}

type Words = readonly [title: string, advice: string, ...actions: ErrorWords['actions']];

/** Operations of the services beside Amazon Forecast that are called, by whose they are; names of services are not translated. */
const OPERATIONS: Readonly<Record<string, readonly string[]>> = {
  'Amazon S3': ['ListObjectsV2', 'GetObject', 'HeadBucket', 'ListBuckets', 'GetBucketLocation'],
  'AWS IAM': ['ListRoles'],
  'AWS KMS': ['ListAliases'],
  'AWS STS': ['GetCallerIdentity'],
  // Single sign-on, STS or a service of this machine, whichever the profile names.
  AWS: ['sign-in'],
};

function serviceOf(operation = ''): string {
  return Object.keys(OPERATIONS).find((service) => OPERATIONS[service]?.includes(operation)) ?? 'Amazon Forecast';
}

/** The one place where an error is put into words. */
export function errorWords(error: DomainError): ErrorWords {
  const [title, advice, ...actions] = words(error);
  return { title, advice, actions };
}

/** One of the hosts that AWS names, and not an endpoint that somebody has configured. */
function isHostOfAws(host: string): boolean {
  return /\.(?:amazonaws\.com(?:\.cn)?|api\.aws)(?::\d+)?$/u.test(host);
}

function words(error: DomainError): Words {
  const { facts, message } = error;
  const t = vscode.l10n.t;
  const retry = { command: COMMANDS.retry, label: t('Retry') };
  const log = { command: COMMANDS.showLog, label: t('Show Log') };
  const connection = { command: COMMANDS.selectProfile, label: t('Choose Profile') };
  const region = { command: COMMANDS.selectRegion, label: t('Choose Region') };
  const settings = { command: COMMANDS.openConnectionSettings, label: t('Open Settings') };
  const signIn = { command: COMMANDS.signIn, label: t('Sign In Again') };
  const sample = { command: COMMANDS.exploreSampleData, label: t('Explore Sample Data') };
  const service = serviceOf(facts.operation);
  const host = facts.host ?? service;
  switch (error.kind) {
    case 'noCredentials':
      return [
        t('No AWS credentials'),
        t(
          'None were found for the chosen profile or in the environment. Choose a profile, or sign in and try again. {0}',
          message,
        ),
        connection,
        sample,
        retry,
        log,
      ];
    case 'badProfile':
      return [t('The AWS profile cannot be used'), message, connection, retry, log];
    case 'signInExpired':
      return [t('The sign-in has expired'), message, signIn, connection, retry, log];
    case 'mfaRequired':
      return [
        t('A one-time code is needed'),
        t('The profile asks for multi-factor authentication. {0}', message),
        { ...signIn, label: t('Enter Code') },
        connection,
        log,
      ];
    case 'badCredentials':
      return [
        t('AWS refused the credentials'),
        t('The key is unknown or wrong. Check the profile. {0}', message),
        connection,
        retry,
        log,
      ];
    case 'clockSkew':
      return [
        t('The clock of this machine is wrong'),
        t('AWS refuses requests that are signed with another time. Set the clock, then retry.'),
        retry,
        log,
      ];
    case 'noRegion':
      return [
        t('No AWS region'),
        t('Choose a region in which Amazon Forecast exists. {0}', message),
        region,
        sample,
        retry,
      ];
    case 'badEndpoint':
      return [t('The endpoint cannot be used'), message, settings, connection, retry, log];
    case 'accessDenied':
      if (isSigningIn(error)) return [t('Signing in was refused'), message, connection, retry, log];
      if (facts.operation === 'ListObjectsV2') {
        return [
          t('The bucket may not be listed'),
          t('To find files, the signed-in identity needs s3:ListBucket on the bucket. {0}', message),
          connection,
          retry,
          log,
        ];
      }
      if (facts.operation === 'GetObject') {
        return [
          t('The exported files may not be read'),
          t(
            'The signed-in identity needs s3:GetObject on the files and, where they are encrypted with an AWS KMS key, kms:Decrypt on that key. {0}',
            message,
          ),
          connection,
          retry,
          log,
        ];
      }
      return [t('Access denied'), t('The signed-in identity may not do this. {0}', message), connection, retry, log];
    case 'notOnboarded':
      return [
        t('This account cannot use Amazon Forecast'),
        t(
          'Amazon Forecast is no longer available to new customers. Choose a profile of an account that used it before July 29, 2024.',
        ),
        connection,
        sample,
        retry,
        log,
      ];
    case 'throttled':
      return [t('Too many requests'), t('AWS asks to slow down. Wait a moment, then retry.'), retry, log];
    case 'network':
      return [
        t('No connection'),
        t('{0} could not be reached: check network, proxy and endpoint, then retry. {1}', host, message),
        retry,
        connection,
        log,
      ];
    case 'unknownHost':
      return [
        t('The host is not known'),
        t('The name servers (DNS) do not know {0}. Check region, endpoint, VPN and network, then retry.', host),
        retry,
        region,
        log,
      ];
    case 'offline':
      return [t('This machine is offline'), t('There is no network. Connect, then retry.'), retry, log];
    case 'proxy':
      return [
        t('The proxy lets nothing through'),
        t('The proxy wants a sign-in, or refuses {0}. Check the setting http.proxy, then retry. {1}', host, message),
        retry,
        log,
      ];
    case 'timeout':
      return [
        t('No answer in time'),
        t('{0} did not answer. Check the network, or raise the request timeout, then retry.', host),
        retry,
        log,
      ];
    case 'tls':
      return [
        t('No secure connection'),
        t('The certificate of {0} is not trusted, or something on the way intercepts it. {1}', host, message),
        retry,
        log,
      ];
    case 'badResponse':
      if (facts.host !== undefined && !isHostOfAws(facts.host)) {
        return [
          t('Something else answered'),
          t(
            '{0} does not answer as AWS does: it may be the endpoint of another service, or a proxy or a sign-in page of the network answered in its place. Check the endpoint in the settings, the profile or the environment, then retry.',
            facts.host,
          ),
          settings,
          retry,
          log,
        ];
      }
      return [
        t('Something else answered'),
        t('A proxy or a sign-in page of the network answered instead of AWS. Sign in to the network, then retry.'),
        retry,
        log,
      ];
    case 'serviceFault':
      return [
        t('{0} has a problem', service),
        t('The service failed to answer. Wait a moment, then retry.'),
        retry,
        log,
      ];
    case 'invalidNextToken':
      return [
        t('The list has changed'),
        t('The place in the list is no longer valid: tokens live for 24 hours. Retry reads it anew.'),
        retry,
        log,
      ];
    case 'invalidInput':
      return [t('{0} refused the request', service), message, retry, log];
    case 'notFound':
      if (facts.code === 'NoSuchBucket') {
        return [
          t('The bucket does not exist'),
          t('It was deleted, or its name is misspelled. {0}', message),
          retry,
          log,
        ];
      }
      return [t('It no longer exists'), message, retry, log];
    case 'alreadyExists':
      return [t('The name is taken'), message, log];
    case 'inUse':
      return [t('It is in use'), message, retry, log];
    case 'limitExceeded':
      return [t('A limit of the account is reached'), message, retry, log];
    case 'unknown':
      return [
        t('Something went wrong'),
        facts.requestId === undefined ? message : t('{0} (request id {1})', message, facts.requestId),
        retry,
        log,
      ];
  }
}
