import * as vscode from 'vscode';
import { judgeTrustPolicy, type Trust } from '../../../domain/trust-policy';
import { checkRoleArn, type RulePlace } from '../../../domain/rules';
import type { Role } from '../../../domain/wizard-ports';
import { askChoice, separator, TYPED_KEY, type ChoiceItem, type Outcome } from '../../pickers/choice';
import { StreamedList } from '../../../app/streamed-list';
import { askText } from '../../pickers/text';
import { showPolicies } from '../../policies';
import { roleProblemWords } from '../../words/rules';
import { isUnreadable, trustWords } from '../../words/trust';
import { answered, problem, type AskStep, type StepContext } from '../step';

const BY_HAND = Symbol('by hand');
type Choice = { readonly arn: string } | typeof BY_HAND;

interface Judged {
  readonly role: Role;
  readonly trust: Trust | undefined;
}

export const askRole: AskStep<'role'> = async (context) => {
  const { connection, flow, frame, notice, store, recents } = context;
  const roles = new StreamedList<Role>((nextToken, options) =>
    connection.places.listRoles({ ...(nextToken !== undefined && { nextToken }) }, options),
  );
  const chosen = flow.answers.role?.arn;
  const recent = recents.roles(flow.answers.predictor?.arn ?? '', store.jobs());
  for (;;) {
    const outcome = await askChoice<Choice>({
      ...frame,
      ...(notice && { notice }),
      placeholder: vscode.l10n.t(
        'As which IAM role shall Amazon Forecast write the files? Type to search, or paste an ARN',
      ),
      items: (typed) => [
        ...pasted(typed, roles, context),
        ...roleItems(roles, chosen, recent, context),
        {
          label: `$(edit) ${vscode.l10n.t('Enter the ARN of a role…')}`,
          key: 'byHand',
          alwaysShow: true,
          value: BY_HAND,
        },
        {
          label: `$(law) ${vscode.l10n.t('None fits? Show the policies that a role needs')}`,
          key: 'policies',
          alwaysShow: true,
          run: () => showPolicies(policyPlace(context), 'role'),
        },
      ],
      load: ({ signal, update }) => roles.readOn(signal, update),
      retryLabel: vscode.l10n.t('Retry: the roles could not be listed'),
      ...(chosen !== undefined && { activeKey: chosen }),
    });
    if (outcome.kind !== 'answer') return outcome;
    if (outcome.value !== BY_HAND) return { kind: 'answer', value: outcome.value };
    const typed = await askArn(roles, context);
    if (typed.kind !== 'back') return typed;
  }
};

function judge(role: Role, place: RulePlace): Judged {
  return { role, trust: role.trustPolicy === undefined ? undefined : judgeTrustPolicy(role.trustPolicy, place) };
}

/** Forecast surely cannot assume it. */
function isRefused({ trust }: Judged): boolean {
  return trust?.canAssume === 'no' && !isUnreadable(trust);
}

/** What is known against a role that was not chosen from the list. */
function warningOf(arn: string, roles: StreamedList<Role>, place: RulePlace): string {
  const role = roles.values.find((one) => one.arn === arn);
  const trust = role && judge(role, place).trust;
  return trust ? trustWords(trust) : '';
}

function roleItems(
  roles: StreamedList<Role>,
  chosen: string | undefined,
  recent: readonly string[],
  { flow }: StepContext,
): readonly ChoiceItem<Choice>[] {
  const judged = roles.values.map((role) => judge(role, flow.rulePlace));
  const known = new Map(judged.map((one) => [one.role.arn, one]));
  const before = [...new Set([...(chosen === undefined ? [] : [chosen]), ...recent])].filter((arn) => {
    const one = known.get(arn);
    return checkRoleArn(arn, flow.rulePlace).length === 0 && !(one && isRefused(one));
  });
  const refused = judged.filter(isRefused).length;
  const offered = judged.filter((one) => !isRefused(one) && !before.includes(one.role.arn));
  const rank = ({ trust }: Judged): number => (trust?.canAssume === 'yes' ? 0 : 1);
  offered.sort((a, b) => rank(a) - rank(b) || a.role.name.localeCompare(b.role.name));
  return [
    ...(before.length > 0 ? [separator(vscode.l10n.t('Used before'))] : []),
    ...before.map((arn) => roleItem(arn, known.get(arn), '$(history)')),
    ...(offered.length > 0 ? [separator(vscode.l10n.t('Roles that Amazon Forecast can assume'))] : []),
    ...offered.map((one) => roleItem(one.role.arn, one, '$(account)')),
    ...(refused > 0
      ? [separator(vscode.l10n.t('Not offered, because they do not trust Amazon Forecast: {0}', refused))]
      : []),
  ];
}

function roleItem(arn: string, judged: Judged | undefined, icon: string): ChoiceItem<Choice> {
  const words = judged?.trust && trustWords(judged.trust);
  return {
    label: `${icon} ${judged?.role.name ?? arn.slice(arn.lastIndexOf('/') + 1)}`,
    description: words ?? '',
    detail: arn,
    key: arn,
    value: { arn },
  };
}

function pasted(typed: string, roles: StreamedList<Role>, { flow }: StepContext): readonly ChoiceItem<Choice>[] {
  if (!typed.startsWith('arn:')) return [];
  const [wrong] = checkRoleArn(typed, flow.rulePlace);
  if (wrong) return [{ label: `$(error) ${roleProblemWords(wrong)}`, key: TYPED_KEY, alwaysShow: true }];
  return [
    {
      label: `$(check) ${vscode.l10n.t('Use this role')}`,
      description: warningOf(typed, roles, flow.rulePlace),
      detail: typed,
      key: TYPED_KEY,
      alwaysShow: true,
      value: { arn: typed },
    },
  ];
}

async function askArn(
  roles: StreamedList<Role>,
  { flow, frame, notice }: StepContext,
): Promise<Outcome<{ readonly arn: string }>> {
  const outcome = await askText({
    ...frame,
    canGoBack: true,
    prompt: vscode.l10n.t('The ARN of the IAM role that Amazon Forecast assumes'),
    placeholder: 'arn:aws:iam::111122223333:role/ForecastExportRole',
    value: flow.answers.role?.arn ?? '',
    check: (text) => {
      const [wrong] = checkRoleArn(text, flow.rulePlace);
      if (wrong) return problem(roleProblemWords(wrong));
      const warning = warningOf(text, roles, flow.rulePlace).replace('$(warning) ', '');
      return warning === '' ? undefined : { severity: 'warning', message: warning };
    },
    ...(notice && { notice }),
  });
  return answered(outcome, (arn) => ({ arn }));
}

/** What is known so far, for the policies. */
export function policyPlace({ connection, flow }: Pick<StepContext, 'connection' | 'flow'>) {
  const { destination, encryption, role } = flow.answers;
  return {
    region: connection.region,
    ...(flow.rulePlace.account !== undefined && { account: flow.rulePlace.account }),
    ...(destination && { path: destination.path }),
    ...(role && { roleArn: role.arn }),
    ...(encryption?.kmsKeyArn !== undefined && { kmsKeyArn: encryption.kmsKeyArn }),
  };
}
