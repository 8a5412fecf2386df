import type { Comparison, Context, Measure } from './measure.ts';
import type { Progress } from './progress.ts';
import { rowOf, rowWithout, type Row } from './row.ts';

/** A comparison with every figure of every pair. */
export interface Figures extends Comparison {
  readonly goal: string;
}

export interface Outcome {
  readonly rows: readonly Row[];
  readonly figures: readonly Figures[];
  readonly remarks: readonly string[];
}

/** Runs one measure after the other. One that fails is a row that says so, and the next one runs. */
export async function runMeasures(
  measures: readonly Measure[],
  base: Omit<Context, 'inPairs' | 'remark'>,
  progress: Progress,
): Promise<Outcome> {
  const rows: Row[] = [];
  const figures: Figures[] = [];
  const remarks: string[] = [];
  for (const measure of measures) {
    progress.begin(`${measure.goal} ${measure.name}`);
    rows.push(...(await rowsOf(measure, contextFor(measure, base, progress, remarks), figures)));
    progress.end();
  }
  return { rows, figures, remarks };
}

async function rowsOf(measure: Measure, context: Context, figures: Figures[]): Promise<readonly Row[]> {
  const { goal, name } = measure;
  if (measure.needsPeer && !context.peer) {
    return [rowWithout(goal, name, 'needs a peer, see --peer-command', 'place kept')];
  }
  try {
    const comparisons = await measure.run(context);
    figures.push(...comparisons.map((comparison) => ({ goal, ...comparison })));
    return comparisons.map((comparison) => rowOf(goal, comparison));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${error instanceof Error ? error.stack : reason}\n`);
    return [rowWithout(goal, name, reason.split('\n')[0] ?? '', 'failed')];
  }
}

function contextFor(
  measure: Measure,
  base: Omit<Context, 'inPairs' | 'remark'>,
  progress: Progress,
  remarks: string[],
): Context {
  return {
    ...base,
    async inPairs(once, count = base.sizes.pairs) {
      const results = [];
      for (let pair = 1; pair <= count; pair++) {
        progress.pair(pair, count);
        results.push(await once(pair));
      }
      return results;
    },
    remark: (text) => remarks.push(`${measure.goal}: ${text}`),
  };
}
