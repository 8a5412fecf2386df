import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { until, type Program } from '../program.ts';
import { unless } from '../process/promises.ts';
import { Stage } from '../process/stage.ts';
import type { Scenario } from '../scenario.ts';
import { filesOf } from './damages.ts';
import { formerFormats, layOut, type JournalContents } from './former-journals.ts';

type UpgradeSize = {
  /** How often each former format is taken over. */
  readonly runs: number;
};

interface UpgradeReport {
  readonly formats: readonly string[];
  /** Alerts that former journals held, over all runs. */
  readonly alerts: number;
  /** Owed by former journals, and sent by the new program with the very text that was kept. */
  readonly owed: number;
  readonly arrived: number;
  /** Alerts that were settled before, and sent again. */
  readonly repeated: number;
  /** Alerts that were sent with another text. */
  readonly changed: number;
  /** Exit codes of the program at the journal of a later version. */
  readonly exitCodes: readonly (number | null)[];
  /** Refusals that did not name the version. */
  readonly unexplained: number;
  /** Files of a later version's journal that the refusing program changed. */
  readonly touched: readonly string[];
}

/** Higher than any version there will be. */
const laterVersion = 1000;
/** Its content does not matter: it is locked while a process has the folder. */
const lockFile = 'tiercel.lock';

/** Journals of former formats are taken over with their backlog; one of a later format is refused and left alone. */
export const upgrade: Scenario<UpgradeSize, UpgradeReport> = {
  name: 'upgrade',
  about:
    'T14: journals of former formats are taken over with their backlog; one of a later format is refused, untouched.',
  ci: { runs: 1 },
  full: { runs: 20 },

  async run({ runs }, _seed, onProgress) {
    const formats = formerFormats();
    const rounds = Array.from({ length: runs }, () => formats).flat();
    const results: TakeOver[] = [];
    for (const [index, format] of rounds.entries()) {
      results.push(await takeOver(format));
      onProgress(index + 1, rounds.length);
    }
    const sum = (of: (result: TakeOver) => number) => results.reduce((total, result) => total + of(result), 0);
    return {
      formats,
      alerts: sum(({ alerts }) => alerts),
      owed: sum(({ owed }) => owed),
      arrived: sum(({ arrived }) => arrived),
      repeated: sum(({ repeated }) => repeated),
      changed: sum(({ changed }) => changed),
      exitCodes: results.map(({ exitCode }) => exitCode),
      unexplained: sum(({ isExplained }) => (isExplained ? 0 : 1)),
      touched: results.flatMap(({ touched }) => touched),
    };
  },

  verdict({ formats, owed, arrived, repeated, changed, exitCodes, unexplained, touched }) {
    return [
      ...unless(formats.length > 0, 'there is no former journal to take over'),
      ...unless(arrived === owed, `${owed} alerts were owed in former journals, and ${arrived} arrived`),
      ...unless(repeated === 0, `${repeated} alerts were sent again that had been settled`),
      ...unless(changed === 0, `${changed} alerts were sent with another text than was kept`),
      ...exitCodes.flatMap((code) => unless(code === 1, `a later journal was met with exit code ${code}, not 1`)),
      ...unless(unexplained === 0, `${unexplained} refusals did not name the version`),
      ...unless(touched.length === 0, `the refused journal was changed: ${touched.join(', ')}`),
    ];
  },
};

interface TakeOver {
  readonly alerts: number;
  readonly owed: number;
  readonly arrived: number;
  readonly repeated: number;
  readonly changed: number;
  readonly exitCode: number | null;
  readonly isExplained: boolean;
  readonly touched: readonly string[];
}

async function takeOver(format: string): Promise<TakeOver> {
  await using stage = new Stage('upgrade');
  const folder = path.join(stage.folder, 'journal');
  const contents = layOut(format, folder);
  const arrivals = new Arrivals(contents);
  const sink = await stage.sink({ oracle: arrivals, behaviours: {} });
  // What was kept in the past must neither be too old to keep nor too old to try.
  const program = await stage.program(`log: { level: warn }
journal: { path: ${folder}, retention: { age: 0, bytes: 0 } }
delivery: { giveupafter: 1000000h }
outputs:
  - { name: healthy, type: webhook, address: '${sink.urlOf('healthy')}', minimumpriority: notice }
  - { name: down, type: webhook, address: '${sink.urlOf('down')}' }
`);
  await program.start();
  await until(async () => [...(await program.ledgers()).values()].every(({ owed }) => owed === 0), 'the backlog').catch(
    () => {},
  );
  await program.end('SIGTERM');
  const owed = contents.ledger.reduce((total, row) => total + row.owed, 0);
  const { arrived, repeated, changed } = arrivals;
  return { alerts: contents.alerts.length, owed, arrived, repeated, changed, ...(await refuseLater(program, folder)) };
}

/** What the outputs get of a former journal. */
class Arrivals {
  readonly #left: Map<string, Set<string>>;
  readonly #known: ReadonlySet<string>;
  arrived = 0;
  repeated = 0;
  changed = 0;

  constructor({ alerts, setAside }: JournalContents) {
    const aside = new Set(setAside.map(({ seq }) => seq));
    this.#known = new Set(alerts.map(({ json }) => json));
    this.#left = new Map([
      ['down', new Set(this.#known)],
      ['healthy', new Set(alerts.filter(({ seq }) => aside.has(seq)).map(({ json }) => json))],
    ]);
  }

  arrive(output: string, line: string): number {
    const body = line.trimEnd();
    if (this.#left.get(output)?.delete(body)) this.arrived++;
    else if (this.#known.has(body)) this.repeated++;
    else this.changed++;
    return 0;
  }
}

async function refuseLater(program: Program, folder: string) {
  markAsLater(path.join(folder, 'tiercel.db'));
  const before = printsOf(folder);
  program.log = '';
  const exitCode = await program.startInVain();
  const after = printsOf(folder);
  return {
    exitCode,
    isExplained: program.log.includes(`version ${laterVersion}`),
    touched: [...before.keys()].filter((name) => before.get(name) !== after.get(name)),
  };
}

/** The version stands in the header and in a table, so that damage to one of them is not taken for a later format. */
function markAsLater(file: string): void {
  const database = new DatabaseSync(file);
  database.exec(`PRAGMA user_version = ${laterVersion}; UPDATE progress SET version = ${laterVersion}`);
  database.close();
}

/** Of each file, what it holds and when it was written. */
function printsOf(folder: string): ReadonlyMap<string, string> {
  const files = filesOf(folder).filter((file) => path.basename(file) !== lockFile);
  return new Map(
    files.map((file) => {
      const whole = path.join(folder, file);
      const hash = createHash('sha256').update(readFileSync(whole)).digest('hex');
      return [file, `${hash} ${statSync(whole).mtimeMs}`];
    }),
  );
}
