import type { Machine } from './machine.ts';
import type { Outcome } from './run-measures.ts';
import { markdownTable, table } from './table.ts';

/** How the run was made, beside the machine. */
export interface Run {
  readonly pairs: number;
  readonly seconds: number;
  readonly isQuick: boolean;
  /** What is called the peer, with its version or commit. */
  readonly peer: string | undefined;
  /** What to type to do the same. */
  readonly repetition: string;
}

/** The page that is kept: machine, table, how to repeat. */
export function resultsPage(machine: Machine, run: Run, outcome: Outcome): string {
  const facts = [
    ['Date', machine.date],
    ['Commit', machine.commit],
    ['Node', machine.node],
    ['Processor', machine.processor],
    ['Memory', machine.memory],
    ['Kernel', machine.kernel],
    ['File system of the journals', machine.fileSystem],
    ['Pinning', machine.pinning],
    ['Load average before the run', machine.loadBefore],
    ['Pairs', `${run.pairs} of ${run.seconds} s, where a row does not say otherwise`],
    ['Peer', run.peer ?? 'none'],
  ];
  return `# Results

Written by \`npm run bench\`; see [README.md](README.md) for the rules. The ratio is the median of pairwise ratios; absolute figures depend on the machine.
${run.isQuick ? '\n**A quick run: it shows that the measures work, and is not to be quoted.**\n' : ''}
${markdownTable([['', ''], ...facts])}

${table(outcome.rows)}
${outcome.remarks.length === 0 ? '' : `\n${outcome.remarks.map((remark) => `- ${remark}`).join('\n')}\n`}
To repeat: \`npm ci && ${run.repetition}\`
`;
}

/** For programs: the same, with all that a reader could want to compute. */
export function resultsJson(machine: Machine, run: Run, outcome: Outcome): string {
  return `${JSON.stringify({ machine, run, ...outcome }, null, 2)}\n`;
}
