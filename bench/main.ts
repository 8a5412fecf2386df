/**
 * Measures Tiercel against the limits of the machine, in pairs, A B A B, and prints ratios: the absolute figures of a shared
 * machine mean little. `--help` says how.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { help, readCommandLine } from './harness/command-line.ts';
import { describeMachine } from './harness/machine.ts';
import { placesKept } from './harness/places-kept.ts';
import { Progress } from './harness/progress.ts';
import { resultsJson, resultsPage, type Run } from './harness/results.ts';
import { runMeasures } from './harness/run-measures.ts';
import { table } from './harness/table.ts';
import { measures } from './measures/all.ts';
import { buildBundle } from './parts/bundle.ts';
import { pinThisProcess } from './parts/processes.ts';

const asked = readCommandLine(process.argv.slice(2));
const { only, sizes, peer, nodeFlags, checkout, resultsFile, jsonFile } = asked;
if (asked.wantsHelp) {
  console.log(help);
  process.exit(0);
}

const known = new Set([...measures, ...placesKept].map(({ goal }) => goal));
const unknown = [...(only ?? [])].filter((goal) => !known.has(goal));
if (unknown.length > 0) throw new Error(`There is no goal ${unknown.join(', ')}; there are ${[...known].join(', ')}`);

const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-bench-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(130));
pinThisProcess();

const machine = describeMachine(checkout, nodeFlags);
process.stderr.write('Building the bundle\n');
const program = { words: [process.execPath, ...nodeFlags, buildBundle(checkout, folder)], folder };
const isWanted = (goal: string) => !only || only.has(goal.toUpperCase());
const wanted = measures.filter(({ goal }) => isWanted(goal));
const measured = await runMeasures(wanted, { sizes, checkout, program, peer }, new Progress(wanted.length));

const byGoal = (a: { goal: string }, b: { goal: string }) => a.goal.localeCompare(b.goal, 'en', { numeric: true });
const kept = placesKept.filter(({ goal }) => isWanted(goal));
const outcome = { ...measured, rows: [...measured.rows, ...kept].sort(byGoal) };
const { pairs, seconds, isQuick } = sizes;
const run: Run = { pairs, seconds, isQuick, peer: asked.peerName, repetition: asked.repetition };
console.log(
  `\n${machine.commit} · Node ${machine.node} · ${machine.processor} · ${machine.pinning}\n\n${table(outcome.rows)}`,
);
for (const remark of outcome.remarks) console.log(`- ${remark}`);
if (resultsFile !== undefined) writeFileSync(resultsFile, resultsPage(machine, run, outcome));
if (jsonFile !== undefined) writeFileSync(jsonFile, resultsJson(machine, run, outcome));
if (outcome.rows.some(({ verdict }) => verdict === 'failed')) process.exitCode = 1;
