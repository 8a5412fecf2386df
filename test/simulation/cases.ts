import type { CaseReport } from './simulation.ts';

/** What several cases came to. */
export interface CasesReport extends Omit<CaseReport, 'seed' | 'events' | 'violations'> {
  readonly cases: number;
  readonly failedSeeds: readonly number[];
}

export interface CasesPlan {
  readonly firstSeed: number;
  /** It ends after so many cases, or so many steps. */
  readonly cases: number;
  readonly steps: number;
  readonly run: (seed: number) => Promise<CaseReport>;
  readonly onCase: (report: CaseReport, sum: CasesReport) => void;
}

/** Runs one seed after the other. */
export async function runCases({ firstSeed, cases, steps, run, onCase }: CasesPlan): Promise<CasesReport> {
  let sum: CasesReport = { cases: 0, steps: 0, crashes: 0, acknowledged: 0, arrived: 0, repeated: 0, failedSeeds: [] };
  while (sum.cases < cases && sum.steps < steps) {
    const report = await run(firstSeed + sum.cases);
    sum = {
      cases: sum.cases + 1,
      steps: sum.steps + report.steps,
      crashes: sum.crashes + report.crashes,
      acknowledged: sum.acknowledged + report.acknowledged,
      arrived: sum.arrived + report.arrived,
      repeated: sum.repeated + report.repeated,
      failedSeeds: report.violations.length > 0 ? [...sum.failedSeeds, report.seed] : sum.failedSeeds,
    };
    onCase(report, sum);
  }
  return sum;
}
