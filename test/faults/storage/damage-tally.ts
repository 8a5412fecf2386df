import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Oracle } from '../oracle.ts';
import { filesOf, type Damage, type DamageKind } from './damages.ts';
import type { Survey, Surveyor } from './surveyor.ts';

/** Of all damages of a kind. */
export interface DamageKindReport {
  damages: number;
  /** Acknowledged alerts that are not there any more. */
  lost: number;
  /** By one damage. */
  mostLost: number;
  /** Damages that cost alerts without a word in log, ledger or quarantine. */
  silent: number;
}

export interface DamageTallyReport {
  readonly kinds: Readonly<Record<DamageKind, Readonly<DamageKindReport>>>;
  /** Journals that did not open, with the damage. */
  readonly refused: readonly string[];
  /** Alerts that were read and never issued so. */
  readonly wrong: readonly string[];
  /** Ledgers that do not add up. */
  readonly unbalanced: readonly string[];
  /** Journals that lost more when they were opened again, or were put into quarantine again. */
  readonly unsettled: readonly string[];
  /** Losses without a word that could have been told, or avoided. */
  readonly silent: readonly string[];
}

const shownAtMost = 20;

/** Opens damaged journals, and notes what is lost and what is said about it. */
export class DamageTally {
  readonly #oracle: Oracle;
  readonly #maxTorn: number;
  readonly #kinds = {
    flip: noDamage(),
    zero: noDamage(),
    truncate: noDamage(),
    delete: noDamage(),
    empty: noDamage(),
    foreign: noDamage(),
  } satisfies Record<DamageKind, DamageKindReport>;
  readonly #refused: string[] = [];
  readonly #wrong: string[] = [];
  readonly #unbalanced: string[] = [];
  readonly #unsettled: string[] = [];
  readonly #silent: string[] = [];

  /** A commit that a cut tore apart may go silently: it looks as if it had never been acknowledged. */
  constructor(oracle: Oracle, maxTorn: number) {
    this.#oracle = oracle;
    this.#maxTorn = maxTorn;
  }

  async judge(surveyor: Surveyor, folder: string, damage: Damage): Promise<void> {
    const name = `${damage.kind} ${damage.file} at ${damage.at}`;
    const intact = intactIn(folder);
    try {
      const first = await surveyor.survey(folder);
      const lost = this.#lost(first, name);
      const again = await surveyor.survey(folder);
      const lostThen = this.#lost(again, name).length;
      if (lostThen !== lost.length) this.#unsettled.push(`${name}: ${lost.length} lost, then ${lostThen}`);
      if (again.quarantined > 0) this.#unsettled.push(`${name}: put into quarantine again`);
      this.#balance(again, name);
      const isSilent = lost.length > 0 && !isReported(first) && !isReported(again);
      const untouched = lost.filter((id) => intact.has(id)).length;
      if (isSilent && !this.#isExcusable(damage.kind, untouched)) {
        this.#silent.push(`${name}: ${lost.length} lost, of which ${untouched} were not touched`);
      }
      this.#count(damage.kind, lost.length, isSilent);
    } catch (error) {
      this.#refused.push(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  report(): DamageTallyReport {
    return {
      kinds: this.#kinds,
      refused: this.#refused.slice(0, shownAtMost),
      wrong: this.#wrong.slice(0, shownAtMost),
      unbalanced: this.#unbalanced.slice(0, shownAtMost),
      unsettled: this.#unsettled.slice(0, shownAtMost),
      silent: this.#silent.slice(0, shownAtMost),
    };
  }

  /** Nobody can tell of what has vanished without a trace; of bytes that are wrong one can. */
  #isExcusable(kind: DamageKind, untouched: number): boolean {
    if (kind === 'truncate') return untouched <= this.#maxTorn;
    return (kind === 'delete' || kind === 'empty') && untouched === 0;
  }

  /** Acknowledged alerts that are not there; notes those that are there and should not. */
  #lost({ texts }: Survey, name: string): readonly number[] {
    const wrongBefore = this.#oracle.corrupted + this.#oracle.spurious;
    const ids = new Set(texts.map((text) => this.#oracle.check(text)));
    const wrong = this.#oracle.corrupted + this.#oracle.spurious - wrongBefore + (texts.length - ids.size);
    if (wrong > 0) this.#wrong.push(`${name}: ${wrong} alerts`);
    const all = Array.from({ length: this.#oracle.issued }, (_, index) => index + 1);
    return all.filter((id) => this.#oracle.isAcked(id) && !ids.has(id));
  }

  #balance({ ledger }: Survey, name: string): void {
    for (const row of ledger) {
      const { received, delivered, owed, dead, suppressed } = row;
      if (received !== delivered + owed + dead + suppressed) this.#unbalanced.push(`${name}: ${JSON.stringify(row)}`);
    }
  }

  #count(kind: DamageKind, lost: number, isSilent: boolean): void {
    const report = this.#kinds[kind];
    report.damages++;
    report.lost += lost;
    report.mostLost = Math.max(report.mostLost, lost);
    if (isSilent) report.silent++;
  }
}

function noDamage(): DamageKindReport {
  return { damages: 0, lost: 0, mostLost: 0, silent: 0 };
}

/** Nothing is suppressed by configuration here, so what the ledger counts as such is what the damage cost. */
function isReported({ ledger, quarantined, complaints }: Survey): boolean {
  return quarantined > 0 || complaints.length > 0 || ledger.some(({ suppressed }) => suppressed > 0);
}

/** Alerts whose whole text still stands in some file, whatever the format, unless that compresses. */
function intactIn(folder: string): ReadonlySet<number> {
  const whole = /"output":"alert (\d+) x*",.{1,200}?"test\.id":(\d+)\}/g;
  const ids = filesOf(folder).flatMap((file) => {
    const text = readFileSync(path.join(folder, file), 'latin1');
    return Array.from(text.matchAll(whole), ([, first, last]) => (first === last ? Number(first) : 0));
  });
  return new Set(ids);
}
