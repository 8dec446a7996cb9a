/** What can help when a page cannot show what it is for: offered with the problem; the host knows the command behind each. */
import * as v from 'valibot';

export const HELP_ACTIONS = [
  'showLog',
  'connectionSettings',
  'selectRegion',
  'signIn',
  'openSettings',
  'exploreSample',
] as const;
export const HelpAction = v.picklist(HELP_ACTIONS);
export type HelpAction = v.InferOutput<typeof HelpAction>;
