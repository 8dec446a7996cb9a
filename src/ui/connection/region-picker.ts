import * as vscode from 'vscode';
import { FORECAST_REGIONS, isForecastRegion, isRegionName } from '../../domain/regions';
import { askChoice, separator, TYPED_KEY, type ChoiceItem } from '../pickers/choice';
import type { EnvironmentRegion } from './environment-region';

/** `none`: no region is set, so that environment and profile say it. */
export type RegionChoice = { readonly kind: 'region'; readonly region: string } | { readonly kind: 'none' };

export interface RegionPickerOptions {
  /** Regions that were chosen before, newest first. */
  readonly recent: readonly string[];
  /** The setting; undefined when none is set. */
  readonly current: string | undefined;
  /** The region of the chosen profile, for the row that leaves it to the profile; undefined when it has none. */
  readonly profileRegion: string | undefined;
  /** What the environment says, which wins over the profile while no region is set. */
  readonly environment: EnvironmentRegion | undefined;
  /** Why it is asked, when the person did not ask for it. */
  readonly reason?: string;
}

type Row = ChoiceItem<RegionChoice>;

/** Asks for a region: those where Amazon Forecast exists, or any that is typed. Undefined when the person gives up. */
export async function pickRegion(options: RegionPickerOptions): Promise<RegionChoice | undefined> {
  const t = vscode.l10n.t;
  const outcome = await askChoice<RegionChoice>({
    title: t('Choose AWS Region'),
    placeholder: options.reason ?? t('Regions where Amazon Forecast exists; type another one to use it'),
    activeKey: options.current ?? 'none',
    items: (typed) => rows(typed, options),
  });
  return outcome.kind === 'answer' ? outcome.value : undefined;
}

function rows(typed: string, { recent, current, profileRegion, environment }: RegionPickerOptions): Row[] {
  const t = vscode.l10n.t;
  const row = (region: string): Row => ({
    key: region,
    label: region,
    description: [
      ...(region === current ? [t('chosen now')] : []),
      FORECAST_REGIONS.find(({ id }) => id === region)?.name ?? t('Amazon Forecast is not known to exist here'),
    ].join(' · '),
    iconPath: new vscode.ThemeIcon('globe'),
    value: { kind: 'region', region },
  });
  const known = FORECAST_REGIONS.map(({ id }) => id).filter((id) => !recent.includes(id));
  const region = typed.toLowerCase();
  const isNew = isRegionName(region) && !isForecastRegion(region) && !recent.includes(region);
  return [
    ...(isNew ? [{ ...row(region), key: TYPED_KEY, alwaysShow: true }] : []),
    ...(recent.length > 0 ? [separator(t('recent')), ...recent.map(row)] : []),
    separator(t('regions with Amazon Forecast')),
    ...known.map(row),
    separator(t('not set')),
    {
      key: 'none',
      label: environment ? t('As the Environment Says') : t('As the Profile Says'),
      description: [
        ...(current === undefined ? [t('chosen now')] : []),
        environment
          ? t('{0}, from {1}', environment.region, environment.variable)
          : (profileRegion ?? t('AWS_REGION, or the region of the profile')),
      ].join(' · '),
      iconPath: new vscode.ThemeIcon('account'),
      value: { kind: 'none' },
    },
  ];
}
