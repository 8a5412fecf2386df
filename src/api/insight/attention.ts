import { isAtLeast } from '#alert/priority.ts';
import type { JournalStats, OutputLedger, Journal } from '#journal/journal.ts';
import type { OutputHealth } from '#delivery/health.ts';
import type { Attention, Senders } from '../contract/counts.ts';
import { isTrouble, outputState } from './output-state.ts';

const maxReasonLength = 300;

/** What is known of everything that may want somebody. */
export interface AttentionFacts {
  readonly groups: readonly Extract<Attention, { kind: 'group' }>[];
  readonly health: readonly OutputHealth[];
  readonly ledger: readonly OutputLedger[];
  readonly deadLetters: readonly Extract<Attention, { kind: 'deadLetters' }>[];
  readonly senders: Senders;
  readonly stats: JournalStats;
}

/** Worst first: nothing is kept any more; urgent groups; nobody is told; other groups; what was refused; who fell silent. */
export function attentionOf({
  groups,
  health,
  ledger,
  deadLetters,
  senders,
  stats,
}: AttentionFacts): readonly Attention[] {
  const troubled = health.flatMap((output) => outputTrouble(output, ledger));
  const refusing = new Set(troubled.flatMap(({ state, output }) => (state === 'refusing' ? [output] : [])));
  const urgent = groups.filter(({ priority }) => isAtLeast(priority, 'Critical'));
  return [
    ...journalTrouble(stats),
    ...urgent,
    ...troubled,
    ...groups.filter((group) => !urgent.includes(group)),
    ...deadLetters.filter(({ output }) => !refusing.has(output)),
    ...senders.senders.flatMap(silence),
  ];
}

function journalTrouble({ trouble, quarantined }: JournalStats): readonly Attention[] {
  const damaged = quarantined.map((path) => `A damaged journal was set aside: ${path}`);
  const messages = trouble === undefined ? damaged : [`The journal cannot write: ${trouble}`, ...damaged];
  return messages.map((message) => ({ kind: 'journal', message }));
}

type Troubled = Extract<Attention, { kind: 'output' }>;

function outputTrouble(health: OutputHealth, ledger: readonly OutputLedger[]): readonly Troubled[] {
  const state = outputState(health.state);
  if (!isTrouble(state)) return [];
  const row = ledger.find(({ output }) => output === health.name);
  const { nextAttemptAtMs, failingSinceMs } = health;
  const sinceMs = state === 'refusing' ? failingSinceMs : row?.oldestOwedAtMs;
  return [
    {
      kind: 'output',
      output: health.name,
      state,
      message: (health.lastError?.message ?? '').slice(0, maxReasonLength),
      owed: row?.owed ?? 0,
      dead: row?.dead ?? 0,
      ...(sinceMs !== undefined && { sinceMs }),
      ...(nextAttemptAtMs !== undefined && { nextAttemptAtMs }),
    },
  ];
}

function silence({
  state,
  sender,
  cluster,
  lastSeenMs,
  usualPerHour,
}: Senders['senders'][number]): readonly Attention[] {
  return state === 'silent' ? [{ kind: 'sender', sender, cluster, lastSeenMs, usualPerHour }] : [];
}

/** The dead letters of each output, with the newest reason. */
export async function deadLetterAttention(
  journal: Pick<Journal, 'deadLetters'>,
  ledger: readonly OutputLedger[],
): Promise<AttentionFacts['deadLetters']> {
  const rows = ledger.filter(({ dead }) => dead > 0);
  return Promise.all(
    rows.map(async ({ output, dead }) => {
      const [newest] = await journal.deadLetters({ output, limit: 1 });
      return {
        kind: 'deadLetters',
        output,
        count: dead,
        reason: (newest?.reason ?? '').slice(0, maxReasonLength),
      } as const;
    }),
  );
}
