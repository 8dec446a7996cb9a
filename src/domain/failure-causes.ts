import type { ExportDestination } from './export-job';
import { cluesIn } from './message-clues';

/** The probable cause of a failed export, so that the screen can say what to do. */
export type FailureCause =
  /** `trust`: Forecast cannot assume the role. `permission`: the role may not do what is needed. */
  | { readonly cause: 'role'; readonly aspect: 'trust' | 'permission' | 'missing' }
  /** `denied`: the role or the bucket's own policy forbids writing. */
  | { readonly cause: 'bucket'; readonly aspect: 'denied' | 'missing' | 'region' | 'other' }
  | { readonly cause: 'key'; readonly aspect: 'denied' | 'missing' | 'other' }
  | { readonly cause: 'quota' }
  | { readonly cause: 'predictor' }
  /** A fault of the service itself: exporting again is worth a try. */
  | { readonly cause: 'service' }
  | { readonly cause: 'unknown' };

/**
 * Reads the `Message` of a job in CREATE_FAILED. The service's wording is not published, so this looks for what the
 * message talks of, the most particular first, and says `unknown` rather than guess.
 */
export function failureCause(message: string | undefined, destination?: ExportDestination): FailureCause {
  if (message === undefined || message.trim() === '') return { cause: 'unknown' };
  const clues = cluesIn(message, destination);
  if (clues.has('key')) {
    return { cause: 'key', aspect: clues.has('denied') ? 'denied' : clues.has('missing') ? 'missing' : 'other' };
  }
  if (clues.has('trust') && (clues.has('role') || clues.has('denied'))) return { cause: 'role', aspect: 'trust' };
  if (clues.has('bucket')) {
    if (clues.has('denied')) return { cause: 'bucket', aspect: 'denied' };
    if (clues.has('missing')) return { cause: 'bucket', aspect: 'missing' };
    return { cause: 'bucket', aspect: clues.has('region') ? 'region' : 'other' };
  }
  if (clues.has('role')) return { cause: 'role', aspect: clues.has('missing') ? 'missing' : 'permission' };
  if (clues.has('quota')) return { cause: 'quota' };
  if (clues.has('predictor')) return { cause: 'predictor' };
  if (/\binternal\b|\bservice (?:error|failure)|try again/iu.test(message)) return { cause: 'service' };
  return { cause: 'unknown' };
}
