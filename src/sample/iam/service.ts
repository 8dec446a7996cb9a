/** AWS IAM, as far as choosing a role needs it: Query protocol, API version 2010-05-08. */
import { queryService, type Form } from '../aws-query';
import { pageByName } from '../marker';
import type { SampleSettings } from '../options';
import type { Service } from '../service';
import { ServiceError } from '../service-error';
import { element, given, type XmlElement } from '../xml';
import { seedRoles, type SampleRole } from './roles';

const DEFAULT_PAGE_SIZE = 100;

export function createIamService(settings: SampleSettings): Service {
  const roles = seedRoles(settings.now(), settings.seed);
  return queryService({
    namespace: 'https://iam.amazonaws.com/doc/2010-05-08/',
    operations: new Map([['ListRoles', (form: Form) => listRoles(roles, form, settings)]]),
    now: settings.now,
  });
}

function listRoles(roles: readonly SampleRole[], form: Form, settings: SampleSettings): readonly XmlElement[] {
  const prefix = form('PathPrefix') ?? '/';
  const wanted = Number(form('MaxItems') ?? DEFAULT_PAGE_SIZE);
  if (!Number.isInteger(wanted) || wanted < 1 || wanted > 1000) {
    throw new ServiceError(
      'ValidationError',
      `1 validation error detected: Value '${form('MaxItems') ?? ''}' at 'maxItems' failed to satisfy constraint: ` +
        'Member must have value between 1 and 1000',
    );
  }
  const { items, marker } = pageByName(
    roles.filter(({ path }) => path.startsWith(prefix)),
    ({ name }) => name,
    { list: `roles ${prefix}`, size: Math.min(wanted, settings.maxPageSize), marker: form('Marker') },
    () => new ServiceError('ValidationError', 'Invalid Marker.'),
  );
  return [
    element('IsTruncated', marker !== undefined),
    element(
      'Roles',
      items.map((role) => element('member', roleElements(role))),
    ),
    ...given('Marker', marker),
  ];
}

function roleElements({ path, name, id, arn, createdAt, trust, description }: SampleRole): readonly XmlElement[] {
  return [
    element('Path', path),
    element('RoleName', name),
    element('RoleId', id),
    element('Arn', arn),
    element('CreateDate', `${new Date(createdAt).toISOString().slice(0, 19)}Z`),
    element('AssumeRolePolicyDocument', percentEncoded(JSON.stringify(trust))),
    ...given('Description', description),
    element('MaxSessionDuration', 3600),
  ];
}

/** RFC 3986, which reserves a few characters more than JavaScript encodes. */
function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/gu,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
