import * as vscode from 'vscode';
import type { FileProblem, ProfileInfo, ProfileListing } from '../../domain/profiles';
import { askChoice, separator, type ChoiceItem } from '../pickers/choice';
import { environmentWords, kindIcon, kindWord, problemWords } from './words';

/** What a person connects with. `environment`: no profile is named. */
export type ProfileChoice =
  | { readonly kind: 'profile'; readonly profile: ProfileInfo }
  | { readonly kind: 'environment' }
  | { readonly kind: 'sample' };

export interface ProfilePickerOptions {
  readonly listProfiles: () => Promise<ProfileListing>;
  /** Names of profiles that were chosen before, newest first. */
  readonly recent: readonly string[];
  /** What is chosen now: the name of a profile, `environment` or `sample`. */
  readonly current: { readonly kind: ProfileChoice['kind']; readonly profile?: string };
}

/** VS Code is sent no more rows than this at once: 5,000 take it half a second. Typing finds all others. */
const MOST_ROWS = 200;

/** Broken lines that are told one by one. */
const MOST_PROBLEMS = 5;

type Row = ChoiceItem<ProfileChoice>;

/** Asks for a profile. Undefined when the person gives up. */
export async function pickProfile(options: ProfilePickerOptions): Promise<ProfileChoice | undefined> {
  let listing: ProfileListing | undefined;
  const outcome = await askChoice<ProfileChoice>({
    title: vscode.l10n.t('Choose AWS Profile'),
    placeholder: vscode.l10n.t('Profiles of the shared AWS config and credentials files'),
    activeKey: keyOf(options.current.kind, options.current.profile),
    retryLabel: vscode.l10n.t('Read the files again'),
    items: (typed) => rows(listing, typed, options),
    load: async () => {
      listing = await options.listProfiles();
    },
  });
  return outcome.kind === 'answer' ? outcome.value : undefined;
}

function rows(listing: ProfileListing | undefined, typed: string, { recent, current }: ProfilePickerOptions): Row[] {
  const t = vscode.l10n.t;
  const currentKey = keyOf(current.kind, current.profile);
  const row = (profile: ProfileInfo): Row => {
    const key = keyOf('profile', profile.name);
    return {
      key,
      label: profile.name,
      iconPath: new vscode.ThemeIcon(kindIcon(profile.kind)),
      description: described(key === currentKey, kindWord(profile.kind), profile.region),
      value: { kind: 'profile', profile },
    };
  };
  const profiles = (listing?.profiles ?? []).filter(({ name, kind, region }) =>
    [name, kindWord(kind), region ?? ''].some((text) => text.toLowerCase().includes(typed.toLowerCase())),
  );
  const recentProfiles = recent.flatMap((name) => profiles.find((profile) => profile.name === name) ?? []);
  const others = profiles.filter(({ name }) => !recent.includes(name));
  const shown = others.slice(0, MOST_ROWS);
  return [
    ...(recentProfiles.length > 0 ? [separator(t('recent')), ...recentProfiles.map(row)] : []),
    separator(t('without a profile')),
    {
      key: 'environment',
      label: t('Environment'),
      iconPath: new vscode.ThemeIcon('terminal'),
      description: described(
        current.kind === 'environment',
        listing ? environmentWords(listing.environment) : t('credentials of the environment'),
      ),
      value: { kind: 'environment' },
    },
    {
      key: 'sample',
      label: t('Sample Data'),
      iconPath: new vscode.ThemeIcon('beaker'),
      description: described(current.kind === 'sample', t('an invented account, without AWS')),
      value: { kind: 'sample' },
    },
    ...problemRows(listing?.problems ?? []),
    ...(shown.length > 0 ? [separator(t('profiles')), ...shown.map(row)] : []),
    ...(others.length > shown.length
      ? [separator(t('{0} more: type to find them', (others.length - shown.length).toLocaleString()))]
      : []),
  ];
}

function described(isCurrent: boolean, ...parts: readonly (string | undefined)[]): string {
  return [isCurrent ? vscode.l10n.t('chosen now') : undefined, ...parts].filter((part) => part).join(' · ');
}

/** What is broken in the files; choosing such a row opens the place. */
function problemRows(problems: readonly FileProblem[]): Row[] {
  if (problems.length === 0) return [];
  const told = problems.slice(0, MOST_PROBLEMS).map((problem): Row => {
    const { title, detail } = problemWords(problem);
    return {
      key: `${problem.file}:${problem.line ?? ''}`,
      label: title,
      iconPath: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
      detail,
      alwaysShow: true,
      run: () => openAt(problem),
    };
  });
  const rest = problems.length - told.length;
  return [
    separator(vscode.l10n.t('not understood')),
    ...told,
    ...(rest > 0 ? [separator(vscode.l10n.t('{0} more lines are not understood', rest))] : []),
  ];
}

async function openAt({ file, line = 1 }: FileProblem): Promise<void> {
  const place = new vscode.Position(line - 1, 0);
  await vscode.window.showTextDocument(vscode.Uri.file(file), { selection: new vscode.Range(place, place) });
}

function keyOf(kind: ProfileChoice['kind'], profile = ''): string {
  return kind === 'profile' ? `profile:${profile}` : kind;
}
