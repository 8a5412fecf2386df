import { lanes, type Lane } from '#alert/lane.ts';
import { isAtLeast } from '#alert/priority.ts';
import type { Entry, Fate, Journal, OutputLedger } from '#journal/journal.ts';
import { numberOf } from '#delivery/testing/alerts.ts';
import type { Destination } from './destination.ts';
import type { KnownAlert, Oracle } from './oracle.ts';

/** received = delivered + owed + dead + suppressed, for every output at any time. */
export function checkLedger(ledger: readonly OutputLedger[], oracle: Oracle): void {
  for (const { output, received, delivered, owed, dead, suppressed } of ledger) {
    if (received !== delivered + owed + dead + suppressed)
      oracle.violated(
        `${output}: received ${received} = ${delivered} + ${owed} + ${dead} + ${suppressed} does not hold`,
      );
  }
}

/** Everything that was acknowledged is in the journal as it was, once, in order; and nothing else but what was appended. */
export async function checkJournal(journal: Journal, oracle: Oracle): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for (const lane of lanes) {
    const entries = await readLane(journal, lane);
    const numbers = entries.map(({ alert }) => numberOf(alert));
    if (numbers.some((number, index) => index > 0 && number <= (numbers[index - 1] ?? 0)))
      oracle.violated(`the ${lane} lane is out of order or repeats itself: ${numbers.join(' ')}`);
    if (entries.some((entry) => entry.lane !== lane)) oracle.violated(`the ${lane} lane has alerts of another`);
    all.push(...entries);
  }
  const found = new Map(all.map((entry) => [numberOf(entry.alert), entry]));
  for (const [number, { alert }] of found) {
    if (oracle.known[number - 1]?.alert.json !== alert.json)
      oracle.violated(`alert ${number} was not appended like that`);
  }
  for (const { number, seq } of oracle.known) {
    if (seq !== undefined && found.get(number)?.seq !== seq)
      oracle.violated(`the acknowledged alert ${number} is lost`);
  }
  return all;
}

async function readLane(journal: Journal, lane: Lane): Promise<readonly Entry[]> {
  const entries: Entry[] = [];
  for (let part = await journal.read(lane, 0, 1000); part.length > 0;) {
    entries.push(...part);
    part = await journal.read(lane, entries.at(-1)?.seq ?? 0, 1000);
  }
  return entries;
}

/** Every alert has arrived at every output it is owed to, or the journal says for what reason not; and what it says is true. */
export async function checkFates(
  journal: Journal,
  destinations: readonly Destination[],
  oracle: Oracle,
): Promise<void> {
  for (const known of oracle.known) {
    if (known.seq === undefined) continue;
    const explanation = await journal.explain(known.seq);
    for (const destination of destinations) {
      const fate = explanation?.fates.find(({ output }) => output === destination.name);
      const complaint = complaintAbout(known, destination, fate, oracle.has(destination.name, known.number));
      if (complaint !== undefined) oracle.violated(`alert ${known.number} at ${destination.name}: ${complaint}`);
    }
  }
}

function complaintAbout(known: KnownAlert, destination: Destination, fate: Fate | undefined, hasArrived: boolean) {
  const { minimumPriority: minimum } = destination;
  const isWanted = minimum === undefined || isAtLeast(known.alert.priority, minimum);
  if (hasArrived && !isWanted) return 'arrived although it is below the minimum priority';
  if (hasArrived && !destination.canTake(known.number)) return 'arrived although it is refused';
  if (!fate) return known.owedTo.has(destination.name) ? 'the journal knows nothing of it' : undefined;
  switch (fate.fate) {
    case 'delivered':
      return hasArrived ? undefined : 'is said to be delivered, and never arrived';
    case 'suppressed':
      return isWanted && fate.reason !== dropReason ? `was suppressed: ${fate.reason}` : undefined;
    case 'dead':
      return destination.canTake(known.number) && !fate.reason.startsWith('gave up after')
        ? `is dead: ${fate.reason}`
        : undefined;
    case 'retrying':
    case 'waiting':
      return `is ${fate.fate} for ever`;
  }
}

/** Why the operator drops dead letters. */
export const dropReason = 'nobody needs it';
