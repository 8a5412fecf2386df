import type { Comparison, Target } from './measure.ts';
import { median, pairwiseRatios } from './statistics.ts';

export type Verdict = 'met' | 'not met' | 'place kept' | 'failed' | '';

/** One line of the result: the median of pairwise ratios, with the least and the greatest. */
export interface Row {
  readonly goal: string;
  readonly measure: string;
  readonly ours: string;
  readonly against: string;
  readonly ratio: string;
  readonly range: string;
  readonly pairs: string;
  readonly target: string;
  readonly verdict: Verdict;
}

export function rowOf(goal: string, { name, ours, against, unit, target }: Comparison): Row {
  const ratios = pairwiseRatios(ours, against);
  const middle = median(ratios);
  return {
    goal,
    measure: name,
    ours: unit(median(ours)),
    against: unit(median(against)),
    ratio: short(middle),
    range: `${short(Math.min(...ratios))}–${short(Math.max(...ratios))}`,
    pairs: String(ratios.length),
    target: target ? `${target.better === 'higher' ? '≥' : '≤'} ${short(target.than)}` : '',
    verdict: verdictOf(middle, target),
  };
}

/** A row that says why there is no figure. */
export function rowWithout(goal: string, measure: string, why: string, verdict: Verdict): Row {
  return {
    goal,
    measure: `${measure}: ${why}`,
    ours: '',
    against: '',
    ratio: '',
    range: '',
    pairs: '',
    target: '',
    verdict,
  };
}

function verdictOf(ratio: number, target: Target | undefined): Verdict {
  if (!target) return '';
  if (!Number.isFinite(ratio)) return 'failed';
  return (target.better === 'higher' ? ratio >= target.than : ratio <= target.than) ? 'met' : 'not met';
}

/** Three digits that count: 0.0167, 1.23, 45.6, 1230. */
function short(value: number): string {
  if (!Number.isFinite(value)) return '–';
  if (value === 0) return '0';
  const digits = 2 - Math.floor(Math.log10(Math.abs(value)));
  return Number(value.toFixed(Math.min(6, Math.max(0, digits)))).toString();
}
