/** A region that the environment names, and the variable that says it. */
export interface EnvironmentRegion {
  readonly region: string;
  readonly variable: 'AWS_REGION' | 'AWS_DEFAULT_REGION';
}

/** The region that is used while none is set, whatever the profile says; undefined leaves it to the profile. */
export function environmentRegion(env: Readonly<NodeJS.ProcessEnv>): EnvironmentRegion | undefined {
  for (const variable of ['AWS_REGION', 'AWS_DEFAULT_REGION'] as const) {
    const region = env[variable]?.trim();
    if (region) return { region, variable };
  }
  return undefined;
}

/**
 * What to set as region, so that a chosen profile is opened in the region that its row has told: nothing, where the
 * profile is asked anyway; the region itself, where the environment would win over the profile.
 */
export function regionToSet(profileRegion: string, environment: EnvironmentRegion | undefined): string {
  return environment === undefined || environment.region === profileRegion ? '' : profileRegion;
}
