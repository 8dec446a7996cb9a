/**
 * The demand of a retailer's items, made up: items that sell every day with trend and season, items that sell now and
 * then, items that were taken off the shelf, items that suddenly sell more or less, and promotions. The same seed and
 * series give the same history.
 */
import { seededRandom, type Random } from '../random';

/** How demand of one frequency behaves and how much of it a forecast looks back on, all in time steps. */
export interface Rhythm {
  readonly season: number;
  /** Seasons whose mean is the forecast. */
  readonly lags: number;
  /** Steps before a window whose errors give the quantiles. */
  readonly residuals: number;
}

export const RHYTHMS: Readonly<Record<'H' | 'D' | 'W', Rhythm>> = {
  H: { season: 24, lags: 7, residuals: 120 },
  D: { season: 7, lags: 4, residuals: 56 },
  W: { season: 52, lags: 2, residuals: 52 },
};

/** Steps of history that a forecast with this horizon needs before its window. */
export function historyLength({ season, lags, residuals }: Rhythm, horizon: number): number {
  return lags * season + Math.max(residuals, Math.ceil(horizon / season) * season);
}

/** What one series is like. */
interface Character {
  readonly level: number;
  /** Change per step, as a share of the level. */
  readonly trend: number;
  /** Height of the season, as a share of the level. */
  readonly amplitude: number;
  readonly phase: number;
  /** Standard deviation, as a share of what is expected. */
  readonly noise: number;
  /** How often anything is sold at all. */
  readonly frequency: number;
  /** Demand is multiplied by `factor` from this step on. */
  readonly change?: { readonly step: number; readonly factor: number };
  /** Chance that a step is a promotion, which triples demand or more. */
  readonly promotions: number;
}

/** `length` steps of demand, whole pieces; the last `tested` of them are the backtest windows. */
export function demandHistory(seed: number, series: string, rhythm: Rhythm, length: number, tested: number): number[] {
  const random = seededRandom(seed, series);
  const { level, trend, amplitude, phase, noise, frequency, change, promotions } = character(random, length, tested);
  const angle = (2 * Math.PI) / rhythm.season;
  return Array.from({ length }, (_, step) => {
    const season = 1 + amplitude * Math.sin(angle * (step + phase));
    const expected = level * Math.max(0, 1 + trend * (step - length / 2)) * season;
    const changed = change && step >= change.step ? expected * change.factor : expected;
    const lifted = promotions > 0 && random.next() < promotions ? changed * (3 + 2 * random.next()) : changed;
    const isSold = frequency >= 1 || random.next() < frequency;
    const factor = 1 + noise * normal(random);
    return isSold ? Math.max(0, Math.round(lifted * factor)) : 0;
  });
}

/** The shares of a retailer's range: most items sell steadily, a fifth now and then, and a few not at all. */
function character(random: Random, length: number, tested: number): Character {
  const kind = random.next();
  const steady: Character = {
    // Few items sell much: the cube makes a long tail.
    level: 3 + 260 * random.next() ** 3,
    trend: (random.next() - 0.4) / (3 * length),
    amplitude: 0.05 + 0.5 * random.next(),
    phase: random.integer(0, 51),
    noise: 0.12 + 0.35 * random.next(),
    frequency: 1,
    promotions: 0,
  };
  const inTest = length - random.integer(1, tested);
  if (kind < 0.6) return steady;
  if (kind < 0.78) {
    return { ...steady, level: 1 + 4 * random.next(), amplitude: 0, frequency: 0.08 + 0.3 * random.next() };
  }
  // Never sold in this time, or taken off the shelf in the middle of it.
  if (kind < 0.8) return { ...steady, level: 0 };
  // What sells well is not taken off: its error would outweigh all others.
  if (kind < 0.84) return { ...steady, level: 1 + 6 * random.next(), change: { step: inTest, factor: 0 } };
  if (kind < 0.92) return { ...steady, change: { step: inTest, factor: random.next() < 0.5 ? 0.4 : 2.2 } };
  return { ...steady, promotions: 0.03 + 0.04 * random.next() };
}

/** Near enough to a normal distribution for sample data: mean 0, standard deviation 1, never beyond 3. */
function normal(random: Random): number {
  return 2 * (random.next() + random.next() + random.next() - 1.5);
}
