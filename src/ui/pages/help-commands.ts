import { HELP_ACTIONS, type HelpAction } from '../../protocol/help-actions';
import { COMMANDS } from '../contribution';

/** The command behind each action that a page offers with a problem. */
export const HELP_COMMANDS: Readonly<Record<HelpAction, string>> = {
  showLog: COMMANDS.showLog,
  connectionSettings: COMMANDS.selectProfile,
  selectRegion: COMMANDS.selectRegion,
  signIn: COMMANDS.signIn,
  openSettings: COMMANDS.openConnectionSettings,
  exploreSample: COMMANDS.exploreSampleData,
};

/** The action for a command that an error suggests; undefined when pages have none for it. */
export function helpOf(command: string): HelpAction | undefined {
  return HELP_ACTIONS.find((action) => HELP_COMMANDS[action] === command);
}
