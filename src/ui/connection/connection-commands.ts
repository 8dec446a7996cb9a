import * as vscode from 'vscode';
import type { AccountSession } from '../../app/account-session';
import type { JobView } from '../../app/job-view';
import type { ProfileInfo, ProfileListing } from '../../domain/profiles';
import { registerCommands } from '../commands/registry';
import { COMMANDS, VIEW_JOBS } from '../contribution';
import type { OutputLog } from '../output-log';
import type { Settings } from '../settings';
import { signInByTerminal } from './cli-sign-in';
import { environmentRegion, regionToSet } from './environment-region';
import { pickProfile, type ProfileChoice } from './profile-picker';
import type { RecentChoices } from './recent-choices';
import { pickRegion } from './region-picker';

export interface ConnectionCommandContext {
  readonly session: AccountSession;
  readonly filters: JobView;
  readonly settings: Settings;
  readonly recent: RecentChoices;
  readonly listProfiles: () => Promise<ProfileListing>;
  readonly log: OutputLog;
}

/** Commands that choose whose jobs are shown, and sign in. */
export function registerConnectionCommands(context: ConnectionCommandContext): vscode.Disposable {
  return registerCommands(context.log, {
    [COMMANDS.selectProfile]: () => selectProfile(context),
    [COMMANDS.selectRegion]: () => selectRegion(context),
    [COMMANDS.signIn]: () => signIn(context),
  });
}

async function selectProfile(context: ConnectionCommandContext): Promise<void> {
  const { settings, recent, listProfiles } = context;
  const { account, profile } = settings.connectionChoice();
  const choice = await pickProfile({
    listProfiles,
    recent: recent.profiles,
    current:
      account === 'sample'
        ? { kind: 'sample' }
        : profile === undefined
          ? { kind: 'environment' }
          : { kind: 'profile', profile },
  });
  if (!choice) return;
  if (choice.kind === 'sample') {
    await settings.choose({ account: 'sample' });
  } else {
    const region = choice.kind === 'profile' ? await regionFor(context, choice.profile) : {};
    if (!region) return;
    const name = choice.kind === 'profile' ? choice.profile.name : '';
    await settings.choose({ account: 'aws', profile: name, ...region });
    if (choice.kind === 'profile') await recent.rememberProfile(name);
  }
  await show(context, choice);
}

/**
 * The region to work in with a profile that was just chosen: its own, as the list has told; the one that is set, for a
 * profile without one; else the one that the person is asked for. Undefined when they give up.
 */
async function regionFor(
  { settings, recent }: ConnectionCommandContext,
  { name, region }: ProfileInfo,
): Promise<{ readonly region?: string } | undefined> {
  const environment = environmentRegion(process.env);
  if (region !== undefined) return { region: regionToSet(region, environment) };
  if (settings.connectionChoice().region !== undefined || environment !== undefined) return {};
  const picked = await pickRegion({
    recent: recent.regions,
    current: undefined,
    profileRegion: undefined,
    environment: undefined,
    reason: vscode.l10n.t('Profile {0} has no region: where are its export jobs?', name),
  });
  if (!picked) return undefined;
  if (picked.kind === 'none') return {};
  await recent.rememberRegion(picked.region);
  return { region: picked.region };
}

async function selectRegion(context: ConnectionCommandContext): Promise<void> {
  const { settings, recent, listProfiles } = context;
  const { account, profile, region } = settings.connectionChoice();
  const listing = await listProfiles();
  const inUse = profile ?? (listing.environment.kind === 'profile' ? listing.environment.profile : 'default');
  const picked = await pickRegion({
    recent: recent.regions,
    current: region,
    // The sample account knows neither.
    environment: account === 'sample' ? undefined : environmentRegion(process.env),
    profileRegion: account === 'sample' ? undefined : listing.profiles.find(({ name }) => name === inUse)?.region,
  });
  if (!picked) return;
  await settings.choose({ region: picked.kind === 'none' ? '' : picked.region });
  if (picked.kind === 'region') await recent.rememberRegion(picked.region);
  await show(context);
}

/** Opens what was chosen, in a view that the person sees. */
async function show({ filters, session }: ConnectionCommandContext, choice?: ProfileChoice): Promise<void> {
  if (choice) filters.nameFilter = '';
  const opening = session.reopen();
  await vscode.commands.executeCommand(`${VIEW_JOBS}.focus`);
  await opening;
}

/** By the AWS CLI in a terminal where that is the way; else by asking here for what is needed. */
async function signIn({ session }: ConnectionCommandContext): Promise<void> {
  const way = session.connection?.signIn;
  if (way && way.kind !== 'mfa') signInByTerminal(way);
  else await session.signIn();
}
