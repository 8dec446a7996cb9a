import { IAMClient, ListRolesCommand, type Role as ServiceRole } from '@aws-sdk/client-iam';
import { KMSClient, ListAliasesCommand, type AliasListEntry } from '@aws-sdk/client-kms';
import type { KeyAlias, PlacesPort, Role } from '../domain/wizard-ports';
import { expectMembers, page } from './answers';
import { cancellable } from './cancellable';
import type { Identity } from './identity';

/** As many as the services give without being asked. */
const ROLES_PER_PAGE = 100;
const ALIASES_PER_PAGE = 100;

export function rolePlaces(identity: Identity): Pick<PlacesPort, 'listRoles'> {
  const setup = identity.clientFor('iam');
  const client = new IAMClient(setup.config);
  setup.instrument(client.middlewareStack);
  client.middlewareStack.use(expectMembers({ ListRoles: 'Roles' }));
  const call = cancellable(client, identity.signal);
  return {
    async listRoles({ nextToken }, options) {
      const answer = await call(new ListRolesCommand({ MaxItems: ROLES_PER_PAGE, Marker: nextToken }), options);
      const roles = (answer.Roles ?? []).map(roleOf);
      return page(roles, answer.IsTruncated ? answer.Marker : undefined);
    },
  };
}

/** The aliases of the identity's region: a key encrypts in its own region only. */
export function keyPlaces(identity: Identity): Pick<PlacesPort, 'listKeyAliases'> {
  const setup = identity.clientFor('kms');
  const client = new KMSClient(setup.config);
  setup.instrument(client.middlewareStack);
  client.middlewareStack.use(expectMembers({ ListAliases: 'Aliases' }));
  const call = cancellable(client, identity.signal);
  return {
    async listKeyAliases({ nextToken }, options) {
      const answer = await call(new ListAliasesCommand({ Limit: ALIASES_PER_PAGE, Marker: nextToken }), options);
      const aliases = (answer.Aliases ?? []).map(aliasOf);
      return page(aliases, answer.Truncated ? answer.NextMarker : undefined);
    },
  };
}

function roleOf({ RoleName, Arn, Path, AssumeRolePolicyDocument, CreateDate }: ServiceRole): Role | undefined {
  if (RoleName === undefined || Arn === undefined) return undefined;
  return {
    name: RoleName,
    arn: Arn,
    path: Path ?? '/',
    ...(AssumeRolePolicyDocument !== undefined && { trustPolicy: decodePolicy(AssumeRolePolicyDocument) }),
    ...(CreateDate && { createdAt: CreateDate.getTime() }),
  };
}

/** IAM sends policies percent-encoded (RFC 3986). A text that is not encoded so is left as it is. */
function decodePolicy(document: string): string {
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}

function aliasOf({ AliasName, AliasArn, TargetKeyId }: AliasListEntry): KeyAlias | undefined {
  if (AliasName === undefined || AliasArn === undefined) return undefined;
  return { name: AliasName, arn: AliasArn, ...(TargetKeyId !== undefined && { targetKeyId: TargetKeyId }) };
}
