import type { DetailsAction } from '../../protocol/details';
import { COMMANDS } from '../contribution';
import { HELP_COMMANDS } from '../pages/help-commands';

/** The command behind each action of the page. Those that act on the job get its ARN. */
export const ACTION_COMMANDS: Readonly<Record<DetailsAction, string>> = {
  openResults: COMMANDS.openResults,
  openDestination: COMMANDS.openDestination,
  openPredictor: COMMANDS.openPredictorInConsole,
  exportAgain: COMMANDS.exportAgain,
  stop: COMMANDS.stopJob,
  delete: COMMANDS.deleteJob,
  editTags: COMMANDS.editTags,
  copyCli: COMMANDS.copyCliCommand,
  ...HELP_COMMANDS,
  leaveSample: COMMANDS.leaveSampleData,
};

/** The page's action for a command that an error suggests; undefined when the page has no such action. */
export function actionOf(command: string): DetailsAction | undefined {
  return (Object.keys(ACTION_COMMANDS) as DetailsAction[]).find((action) => ACTION_COMMANDS[action] === command);
}
