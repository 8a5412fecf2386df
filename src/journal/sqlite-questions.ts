import { priorities, priorityNumber } from '#alert/priority.ts';
import type { Clock } from '#kit/clock.ts';
import { everything } from '#query/query.ts';
import type {
  FateLetters,
  FindQuery,
  FoundGroups,
  GroupCount,
  GroupQuery,
  Selection,
  Tally,
  TallyQuery,
  Times,
} from './counting.ts';
import type { AlertQuery, CountQuery, Entry, MinuteCount } from './journal.ts';
import { groupsOf } from './group-columns.ts';
import type { Threads } from './journal-threads.ts';
import { searchStep } from './search-step.ts';
import type { AskedSelection, FindStep, FindStepResult, SearchStepResult, StoredEntries } from './sqlite/calls.ts';
import type { LooseCounts, LooseStepResult } from './sqlite/calls.ts';

export interface QuestionParts {
  readonly ask: Threads['ask'];
  /** Resolves when what was acknowledged before can be asked for. */
  readonly stored: () => Promise<void>;
  readonly parse: (stored: StoredEntries) => Promise<readonly Entry[]>;
  readonly clock: Pick<Clock, 'monotonic'>;
}

/** How long alerts are counted one by one before the answer says how far that came. */
const countingMs = 2000;

/** The questions that a journal answers in steps, so that others have their turn in between. */
export class SqliteQuestions {
  readonly #parts: QuestionParts;

  constructor(parts: QuestionParts) {
    this.#parts = parts;
  }

  async search(query: AlertQuery): Promise<readonly Entry[]> {
    const { ask, parse, stored } = this.#parts;
    await stored();
    const found: Entry[] = [];
    let before: number | undefined = query.beforeSeq ?? Number.MAX_SAFE_INTEGER;
    while (before !== undefined && found.length < query.limit) {
      const question = searchStep(query, before, query.limit - found.length);
      const step: SearchStepResult = await ask('search', question);
      found.push(...(await parse(step.entries)));
      before = step.before;
    }
    return found;
  }

  async counts(query: CountQuery): Promise<readonly MinuteCount[]> {
    await this.#parts.stored();
    return this.#parts.ask('counts', query);
  }

  async fateLetters(seqs: readonly number[]): Promise<FateLetters> {
    await this.#parts.stored();
    return this.#parts.ask('fateLetters', seqs);
  }

  async find({ sort, order, after, limit, ...selection }: FindQuery): Promise<readonly Entry[]> {
    const { ask, parse, stored } = this.#parts;
    await stored();
    const found: Entry[] = [];
    const start = order === 'desc' ? Number.MAX_SAFE_INTEGER : 0;
    const lastPriority = after && priorityNumber(after.priority);
    for (const priority of sort === 'priority' ? prioritiesFrom(order, lastPriority) : [undefined]) {
      const isFirst = priority === undefined || priority === lastPriority;
      let reached: number | undefined = after && isFirst ? after.seq : start;
      while (reached !== undefined && found.length < limit) {
        const wanted: FindStep = { ...asked(selection), order, priority, after: reached, limit: limit - found.length };
        const step: FindStepResult = await ask('findMeant', wanted);
        found.push(...(await parse(step.entries)));
        reached = step.after;
      }
    }
    return found;
  }

  async tally({ by, bucketMs, ...selection }: TallyQuery): Promise<Tally> {
    const { loose, reachedMs } = await this.#countLoose(selection);
    const question = { ...within(selection, reachedMs, bucketMs), by, bucketMs, loose };
    const tally = await this.#parts.ask('tally', question);
    return reachedMs === 0 ? tally : { ...tally, isExact: false, countedFromMs: question.fromMs };
  }

  async groups({ by, trendParts, ids, ...selection }: GroupQuery): Promise<FoundGroups> {
    const { loose, reachedMs } = await this.#countLoose(selection);
    const question = { ...within(selection, reachedMs, undefined), by, trendParts, ids, loose };
    const found = groupsOf(await this.#parts.ask('groups', question));
    return reachedMs === 0 ? found : { ...found, isExact: false, countedFromMs: question.fromMs };
  }

  async groupCounts(range: Times): Promise<ReadonlyMap<string, GroupCount>> {
    await this.#parts.stored();
    const {
      ids,
      counts,
      priorities: numbers,
    } = await this.#parts.ask('groupCounts', asked({ query: everything, ...range }));
    const countAt = (index: number): GroupCount => ({
      count: counts[index] ?? 0,
      priority: priorities[priorities.length - (numbers[index] ?? 0)] ?? 'Debug',
    });
    return new Map(ids.map((id, index) => [id, countAt(index)]));
  }

  /** Looks at the alerts that labels do not decide, newest first, as far as time allows: `reachedMs` is 0 at the end. */
  async #countLoose(selection: Selection): Promise<{ loose: LooseCounts | undefined; reachedMs: number }> {
    const { ask, clock, stored } = this.#parts;
    await stored();
    if (selection.query.kind === 'everything') return { loose: undefined, reachedMs: 0 };
    const end = clock.monotonic() + countingMs;
    const loose = { labels: new Array<number>(), minutes: new Array<number>(), counts: new Array<number>() };
    for (let after: number | undefined = Number.MAX_SAFE_INTEGER; after !== undefined;) {
      const step: LooseStepResult = await ask('countLoose', { ...asked(selection), after });
      loose.labels.push(...step.labels);
      loose.minutes.push(...step.minutes);
      loose.counts.push(...step.counts);
      ({ after } = step);
      if (after !== undefined && clock.monotonic() >= end) return { loose, reachedMs: step.reachedMs };
    }
    return { loose, reachedMs: 0 };
  }
}

function asked({ query, fromMs, untilMs }: Selection): AskedSelection {
  return {
    query,
    fromMs: Math.max(Math.floor(fromMs ?? 0), 0),
    untilMs: Math.min(Math.ceil(untilMs ?? Number.MAX_SAFE_INTEGER), Number.MAX_SAFE_INTEGER),
  };
}

/** The part of a selection that was counted, from a border between buckets on. */
function within(selection: Selection, reachedMs: number, bucketMs = 1): AskedSelection {
  const whole = asked(selection);
  return reachedMs === 0 ? whole : { ...whole, fromMs: Math.ceil(reachedMs / bucketMs) * bucketMs };
}

function prioritiesFrom(order: 'desc' | 'asc', last: number | undefined): readonly number[] {
  const all = priorities.map(priorityNumber);
  const sorted = order === 'desc' ? all : all.toReversed();
  return last === undefined ? sorted : sorted.slice(sorted.indexOf(last));
}
