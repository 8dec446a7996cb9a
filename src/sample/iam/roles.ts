import { ACCOUNT_ID } from '../identity';
import { hash, seededRandom } from '../random';

export interface SampleRole {
  /** `/`, or for example `/service-role/`. */
  readonly path: string;
  readonly name: string;
  readonly id: string;
  readonly arn: string;
  /** Epoch milliseconds. */
  readonly createdAt: number;
  /** The trust policy, as JSON. */
  readonly trust: object;
  readonly description?: string;
}

type Plan = Pick<SampleRole, 'name' | 'trust'> & Partial<Pick<SampleRole, 'path' | 'description'>>;

const FORECAST = { Service: 'forecast.amazonaws.com' };
const allow = (principal: unknown, rest: object = {}) => ({
  Effect: 'Allow',
  Principal: principal,
  Action: 'sts:AssumeRole',
  ...rest,
});
const policy = (...statements: object[]) => ({ Version: '2012-10-17', Statement: statements });

/** Roles that Amazon Forecast can assume, cannot assume, or can under a condition. */
const NOTABLE: readonly Plan[] = [
  { name: 'ForecastExportRole', trust: policy(allow(FORECAST)), description: 'Amazon Forecast writes exports with it' },
  {
    path: '/service-role/',
    name: 'AmazonForecast-ExecutionRole-1612345678901',
    // One statement need not be a list.
    trust: { Version: '2012-10-17', Statement: allow(FORECAST) },
  },
  {
    name: 'PlanningPipelineRole',
    trust: policy(allow({ Service: ['lambda.amazonaws.com', 'forecast.amazonaws.com'] })),
    description: 'Shared by the nightly pipeline & its exports',
  },
  {
    name: 'ForecastExportThisAccountOnly',
    trust: policy(
      allow(FORECAST, {
        Condition: {
          StringEquals: { 'aws:SourceAccount': ACCOUNT_ID },
          ArnLike: { 'aws:SourceArn': `arn:aws:forecast:*:${ACCOUNT_ID}:*` },
        },
      }),
    ),
  },
  {
    name: 'ForecastExportConditional',
    trust: policy(allow(FORECAST, { Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg' } } })),
  },
  {
    name: 'ForecastExportOtherAccountOnly',
    trust: policy(allow(FORECAST, { Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } })),
  },
  // A new export with it fails, because Forecast cannot assume it.
  { name: 'ForecastExportUntrusted', trust: policy(allow({ Service: 'sagemaker.amazonaws.com' })) },
  // Traps for who looks for the service's name anywhere in the text.
  { name: 'ForecastQueryRole', trust: policy(allow({ Service: 'forecastquery.amazonaws.com' })) },
  {
    name: 'ForecastNamedUser',
    trust: policy(allow({ AWS: `arn:aws:iam::${ACCOUNT_ID}:user/forecast.amazonaws.com` })),
  },
  { name: 'ForecastDenied', trust: policy(allow(FORECAST), { ...allow(FORECAST), Effect: 'Deny' }) },
  { name: 'ForecastTagOnly', trust: policy({ ...allow(FORECAST), Action: 'sts:TagSession' }) },
];

const SERVICES = ['lambda', 'ec2', 'ecs-tasks', 'glue', 'states', 'sagemaker', 'batch', 'events'] as const;
const TEAMS = ['checkout', 'inventory', 'pricing', 'loyalty', 'search', 'logistics', 'stores', 'finance'] as const;
const TASKS = ['worker', 'nightly', 'api'] as const;

const DAY = 24 * 60 * 60 * 1000;

/** Every role of the account, in order of name: the notable ones and those of the other teams, more than one page. */
export function seedRoles(start: number, seed: number): readonly SampleRole[] {
  const random = seededRandom(seed, 'iam');
  const others = TEAMS.flatMap((team) =>
    SERVICES.flatMap((service) =>
      TASKS.filter((_, index) => index < 2 || random.next() < 0.5).map((task): Plan => ({
        name: `${team}-${service}-${task}`,
        trust: policy(allow({ Service: `${service}.amazonaws.com` })),
      })),
    ),
  );
  return [...NOTABLE, ...others]
    .map(({ path = '/', ...plan }) => ({
      ...plan,
      path,
      id: `AROA${hash(plan.name).toString(36).toUpperCase().padStart(17, '0')}`,
      arn: `arn:aws:iam::${ACCOUNT_ID}:role${path}${plan.name}`,
      createdAt: start - random.integer(30, 1500) * DAY,
    }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}
