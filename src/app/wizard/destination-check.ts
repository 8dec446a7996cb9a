import type { CallOptions } from '../../domain/ports';
import { parseS3Path } from '../../domain/rules';
import type { ExportMark, PlacesPort } from '../../domain/wizard-ports';

/** What only the bucket itself can tell of a destination. */
export interface DestinationFindings {
  /** The bucket's region, when it is another one than the export's. */
  readonly otherRegion?: string;
  /** Signs that an export has written there before. */
  readonly exportMarks: readonly ExportMark[];
}

/**
 * Looks at a destination. Whatever may not be seen is not found: this never rejects for lack of permission or of a
 * connection, only with `Cancelled`.
 */
export async function findAtDestination(
  places: PlacesPort,
  path: string,
  region: string,
  options: CallOptions = {},
): Promise<DestinationFindings> {
  const location = parseS3Path(path);
  if (!location) return { exportMarks: [] };
  const { bucket, prefix } = location;
  const bucketRegion = await quietly(places.bucketRegion(bucket, options), options);
  const folder = prefix === '' || prefix.endsWith('/') ? prefix : `${prefix}/`;
  const request = { bucket, prefix: folder, ...(bucketRegion !== undefined && { region: bucketRegion }) };
  const exportMarks = await quietly(places.exportMarks(request, options), options);
  return {
    ...(bucketRegion !== undefined && bucketRegion !== region && { otherRegion: bucketRegion }),
    exportMarks: exportMarks ?? [],
  };
}

async function quietly<T>(work: Promise<T>, { signal }: CallOptions): Promise<T | undefined> {
  try {
    return await work;
  } catch (error) {
    if (signal?.aborted) throw error;
    return undefined;
  }
}
