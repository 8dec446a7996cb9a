/** A connection to a scripted account, with credentials that are always there. */
import type { Connection, ForecastPort } from '../../src/domain/ports';
import { REFUSED_OBJECTS, REFUSED_PLACES } from './refused-places';

/** `changes` replace what the connection says of itself. */
export function scriptedConnection(forecast: ForecastPort, changes: Partial<Connection> = {}): Connection {
  return {
    account: 'aws',
    profile: 'work',
    region: 'eu-west-1',
    forecast,
    places: REFUSED_PLACES,
    objects: REFUSED_OBJECTS,
    signInFiles: [],
    accountId: () => Promise.resolve(undefined),
    isCurrent: () => Promise.resolve(true),
    allowPrompt: () => undefined,
    forgetCredentials: () => undefined,
    dispose: () => undefined,
    ...changes,
  };
}
