import type { Context } from '../harness/measure.ts';
import { median } from '../harness/statistics.ts';
import { perSecond } from '../harness/units.ts';
import type { Throughput } from '../parts/load.ts';

/** Who was at its limit: throughput per CPU-second is only comparable where the generator was not. */
export function remarkOnLoad(context: Context, who: string, runs: readonly Throughput[]): void {
  const of = (figure: (run: Throughput) => number) => median(runs.map(figure));
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  const subject = of(({ subjectShare }) => subjectShare);
  const generator = of(({ loadShare }) => loadShare);
  const limited = limitOf(subject, generator);
  context.remark(
    `${who} took ${perSecond(of(({ perSecond: rate }) => rate))} with ${percent(subject)} of its core, the load generator used ${percent(generator)} of its own${limited}`,
  );
}

function limitOf(subject: number, generator: number): string {
  if (generator > 0.95 && subject < 0.9) return ': the load generator was the bottleneck';
  return subject < 0.6 && generator < 0.6 ? ': neither was busy, so something else had the cores' : '';
}
