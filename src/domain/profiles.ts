/** What the shared AWS config files offer, as far as choosing a profile needs it. Never a key. */

/** How a profile comes to its credentials. */
export type ProfileKind = 'keys' | 'sso' | 'role' | 'process' | 'login' | 'webIdentity' | 'none';

export interface ProfileInfo {
  readonly name: string;
  readonly kind: ProfileKind;
  readonly region?: string;
}

/** A part of a file that is not understood. Everything else in the file counts. */
export interface FileProblem {
  readonly file: string;
  /** From 1; absent when the file as a whole is meant. */
  readonly line?: number;
  readonly reason:
    | 'unreadable'
    /** `[` without `]`. */
    | 'unclosedSection'
    /** A section that names no profile: in `config` they are `[profile NAME]`, in `credentials` `[NAME]`. */
    | 'unknownSection'
    /** A line that is neither a section nor `name = value`. */
    | 'notASetting'
    /** A setting above the first section. */
    | 'outsideSection'
    /** A name for which the AWS SDK throws away the whole file. */
    | 'refusedFile';
}

export interface ProfileListing {
  /** By name. */
  readonly profiles: readonly ProfileInfo[];
  readonly problems: readonly FileProblem[];
  /** What is used while no profile is chosen. */
  readonly environment: EnvironmentSource;
}

/** Where credentials come from while no profile is chosen: `variable` is the one that says so. */
export type EnvironmentSource =
  | { readonly kind: 'profile'; readonly profile: string; readonly variable?: string }
  | { readonly kind: 'keys'; readonly variable: string }
  | { readonly kind: 'machine' };
