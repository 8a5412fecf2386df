import type { Oracle } from '../oracle.ts';
import { unless } from './promises.ts';

/** What is known from outside about an output that takes one alert at a time, in the order of posting within each lane. */
export interface SlowArrivals {
  readonly oracle: Oracle;
  /** By `Date.now()`. The journal has an alert from some moment between the two. */
  readonly posted: ReadonlyMap<number, number>;
  readonly answered: ReadonlyMap<number, number>;
  /** In the order of arrival. */
  readonly slowArrivals: readonly number[];
}

export interface Scrape {
  /** When it was asked for, and how many alerts were acknowledged then. */
  readonly before: { readonly atMs: number; readonly acked: number };
  readonly series: ReadonlyMap<string, number>;
  /** When the answer was there. */
  readonly atMs: number;
}

/** What is wrong in a scrape, taken for itself and compared with what is known from outside. */
export function checkScrape(taken: Scrape, outputs: readonly string[], arrivals: SlowArrivals): readonly string[] {
  return [...outputs.flatMap((output) => checkBalance(taken, output, arrivals.oracle)), ...checkAge(taken, arrivals)];
}

function checkBalance({ series, before }: Scrape, output: string, { issued }: Oracle): readonly string[] {
  const state = (name: string) => series.get(`tiercel_output_alerts{output="${output}",state="${name}"}`) ?? Number.NaN;
  const [received, delivered, owed] = [state('received'), state('delivered'), state('owed')];
  const [dead, suppressed] = [state('dead'), state('suppressed')];
  return [
    ...unless(
      received === delivered + owed + dead + suppressed,
      `"${output}": ${received} received are not ${delivered} delivered, ${owed} owed, ${dead} dead, ${suppressed} suppressed`,
    ),
    ...unless(
      received >= before.acked && received <= issued,
      `"${output}": ${received} received, although ${before.acked} were acknowledged before and ${issued} posted after`,
    ),
    ...unless(series.get(`tiercel_queue_depth{output="${output}"}`) === owed, `"${output}": the depth is not ${owed}`),
    ...unless(series.get(`tiercel_dead_letters{output="${output}"}`) === dead, `"${output}": not ${dead} dead letters`),
  ];
}

/** The age of the oldest alert that is not among the first `delivered` to arrive. */
function checkAge({ series, before, atMs }: Scrape, arrivals: SlowArrivals): readonly string[] {
  const { posted, answered, slowArrivals } = arrivals;
  const delivered = series.get('tiercel_output_alerts{output="slow",state="delivered"}') ?? 0;
  const owed = series.get('tiercel_queue_depth{output="slow"}') ?? 0;
  const age = series.get('tiercel_oldest_owed_age_seconds{output="slow"}') ?? Number.NaN;
  if (owed === 0) return unless(age === 0, `nothing is owed, but for ${age} s`);
  if (delivered > slowArrivals.length) return [`${delivered} are said to be delivered of ${slowArrivals.length}`];
  const oldest = firstMissing(slowArrivals.slice(0, delivered));
  const ageMs = Math.round(age * 1000);
  const leastMs = before.atMs - (answered.get(oldest) ?? atMs) - 1;
  const mostMs = atMs - (posted.get(oldest) ?? 0) + 1;
  return unless(ageMs >= leastMs && ageMs <= mostMs, `alert ${oldest} is ${leastMs}-${mostMs} ms old, not ${ageMs}`);
}

/** The smallest number from 1 on that is not there. */
function firstMissing(ids: readonly number[]): number {
  const present = new Set(ids);
  let id = 1;
  while (present.has(id)) id++;
  return id;
}
