/** A time of the data, which has no zone, as files have it: `2021-06-01T00:00:00`. */
export function isoTime(time: number): string {
  return new Date(time).toISOString().slice(0, 19);
}
