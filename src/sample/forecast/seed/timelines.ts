/** How the seeded jobs came to their statuses, and what becomes of those that are under way. */
import type { Random } from '../../random';
import { bucketDenied, bucketMissing, keyDenied, roleNotAssumed, serviceFailure } from '../failures';
import type { Destination } from '../inputs';
import { GONE } from '../lifecycle';
import type { Step, Timeline } from '../lifecycle';
import { DAY, HOUR, MINUTE, SECOND } from './time';

/** Builds a timeline around the account's start; `destination` is named in messages. */
export type Plot = (start: number, destination: Destination) => Timeline;

/** An export that has run from `age` before the start, and what follows. */
function under(start: number, age: number, ...rest: Step[]): Timeline {
  return [
    { at: start - age, status: 'CREATE_PENDING' },
    { at: start - age + 40 * SECOND, status: 'CREATE_IN_PROGRESS' },
    ...rest,
  ];
}

/**
 * One job of every status, in the order in which a small account gets them. Those that are under way stay so for
 * hours, so that a long look at the account does not change it.
 */
export const LASTING: readonly Plot[] = [
  (start) => under(start, 14 * MINUTE, { at: start + 11 * HOUR, status: 'ACTIVE' }),
  (start) => [
    { at: start - 2 * MINUTE, status: 'CREATE_PENDING' },
    { at: start + 8 * HOUR, status: 'CREATE_IN_PROGRESS' },
    { at: start + 9 * HOUR, status: 'ACTIVE' },
  ],
  (start) =>
    under(
      start,
      26 * MINUTE,
      { at: start - MINUTE, status: 'CREATE_STOPPING' },
      { at: start + 8 * HOUR, status: 'CREATE_STOPPED' },
    ),
  (start, destination) =>
    under(start, 3 * HOUR, {
      at: start - 2.8 * HOUR,
      status: 'CREATE_FAILED',
      message: roleNotAssumed(destination),
    }),
  (start) => under(start, 5 * HOUR, { at: start - 4.7 * HOUR, status: 'ACTIVE' }),
  (start) =>
    under(
      start,
      DAY,
      { at: start - DAY + 9 * MINUTE, status: 'CREATE_STOPPING' },
      { at: start - DAY + 10 * MINUTE, status: 'CREATE_STOPPED' },
    ),
  (start) =>
    under(
      start,
      41 * DAY,
      { at: start - 40.9 * DAY, status: 'ACTIVE' },
      { at: start - MINUTE, status: 'DELETE_PENDING' },
      { at: start + 8 * HOUR, status: 'DELETE_IN_PROGRESS' },
      { at: start + 10 * HOUR, status: GONE },
    ),
  (start) =>
    under(
      start,
      63 * DAY,
      { at: start - 62.9 * DAY, status: 'ACTIVE' },
      { at: start - 5 * MINUTE, status: 'DELETE_PENDING' },
      { at: start - 4 * MINUTE, status: 'DELETE_IN_PROGRESS' },
      { at: start + 9 * HOUR, status: GONE },
    ),
  (start) => deleteFailed(start, 90 * DAY, 25 * MINUTE),
  (start) => under(start, 38 * MINUTE, { at: start + 12 * HOUR, status: 'ACTIVE' }),
];

/** Jobs that end within two minutes of the start; none of them disappears. */
export const BRIEF: readonly Plot[] = [
  (start) => under(start, 9 * MINUTE, { at: start + 45 * SECOND, status: 'ACTIVE' }),
  (start, destination) =>
    under(start, 4 * MINUTE, {
      at: start + 100 * SECOND,
      status: 'CREATE_FAILED',
      message: bucketDenied(destination),
    }),
  (start) => [
    { at: start - 20 * SECOND, status: 'CREATE_PENDING' },
    { at: start + 25 * SECOND, status: 'CREATE_IN_PROGRESS' },
    { at: start + 115 * SECOND, status: 'ACTIVE' },
  ],
  (start) =>
    under(
      start,
      17 * MINUTE,
      { at: start - 10 * SECOND, status: 'CREATE_STOPPING' },
      { at: start + 60 * SECOND, status: 'CREATE_STOPPED' },
    ),
];

/** A job of the past, created `age` before the start: most worked, some failed, were stopped or could not be deleted. */
export function settled(start: number, age: number, destination: Destination, random: Random): Timeline {
  const duration = random.integer(2 * MINUTE, 40 * MINUTE);
  const end = start - age + 40 * SECOND + duration;
  const fate = random.next();
  if (fate < 0.77) return under(start, age, { at: end, status: 'ACTIVE' });
  if (fate < 0.89) {
    const message = random.pick([roleNotAssumed, bucketDenied, bucketMissing, keyDenied, serviceFailure])(destination);
    return under(start, age, { at: end, status: 'CREATE_FAILED', message });
  }
  if (fate < 0.97) {
    return under(
      start,
      age,
      { at: end - 20 * SECOND, status: 'CREATE_STOPPING' },
      { at: end, status: 'CREATE_STOPPED' },
    );
  }
  return deleteFailed(start, age, duration);
}

function deleteFailed(start: number, age: number, duration: number): Timeline {
  const end = start - age + duration;
  return under(
    start,
    age,
    { at: end, status: 'ACTIVE' },
    { at: end + HOUR, status: 'DELETE_PENDING' },
    { at: end + HOUR + MINUTE, status: 'DELETE_IN_PROGRESS' },
    {
      at: end + HOUR + 4 * MINUTE,
      status: 'DELETE_FAILED',
      message: 'An internal service error occurred while the export job was being deleted. Delete it again.',
    },
  );
}
