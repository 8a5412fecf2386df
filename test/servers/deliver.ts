import { expect, vi } from 'vitest';
import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { changedAlert, type Alert } from '#alert/alert.ts';
import type { Output } from '#outputs/output.ts';
import { installation, referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { hostileAlerts } from '#outputs/testing/hostile-alerts.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import { createDelivery } from '#delivery/delivery.ts';
import { connectSettings, deliveryOutput } from '#delivery/testing/fake-output.ts';

/** Harmless and hostile alerts, by what is special about them, each with a uuid of its own. */
export const allAlerts: Readonly<Record<string, Alert>> = Object.fromEntries(
  Object.entries({ ...referenceAlerts, ...hostileAlerts }).map(([title, alert], index) => {
    const uuid = `018f3a5e-7d2c-4b1a-9f00-${String(index).padStart(12, '0')}`;
    return [title, changedAlert(alert, { uuid })];
  }),
);

/** The first document of an index takes its time. */
const deliveryMs = 60_000;

/** Alerts that are alike but for their number, by which a reader knows their order. */
export function numberedAlerts(count: number): Alert[] {
  return Array.from({ length: count }, (_, number) => {
    const uuid = `018f3a5e-7d2c-4b1a-9f02-${String(number).padStart(12, '0')}`;
    return changedAlert(testAlert, { uuid, output: `number ${number}` });
  });
}

export interface DeliveryResult {
  readonly delivered: number;
  /** Why an alert went to the dead letters, by its uuid. */
  readonly dead: ReadonlyMap<string, string>;
}

/**
 * Delivers alerts as Tiercel does: journal, batches, the real HTTP client, dead letters. Returns when all have their fate.
 * Something may be done to the server meanwhile, as soon as so many alerts are delivered as it likes.
 */
export async function deliverAll(
  output: Output,
  options: object,
  alerts: readonly Alert[],
  meanwhile: (delivered: () => Promise<number>) => Promise<void> = async () => {},
): Promise<DeliveryResult> {
  const journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
  const configured = output.configure(options, installation);
  const common = { journal, clock: systemClock, random: () => 0, log: silentLog, connect: connectSettings() };
  const delivery = createDelivery(common);
  try {
    await delivery.start([deliveryOutput(configured, { name: output.id, type: output.id })]);
    await journal.append([...alerts]);
    await meanwhile(async () => (await journal.ledger())[0]?.delivered ?? 0);
    await vi.waitFor(
      async () => {
        const [ledger] = await journal.ledger();
        expect({ owed: ledger?.owed, health: delivery.health() }).toMatchObject({ owed: 0 });
      },
      { timeout: deliveryMs, interval: 50 },
    );
    const [ledger] = await journal.ledger();
    const dead = await journal.deadLetters({ output: output.id, limit: alerts.length });
    return {
      delivered: ledger?.delivered ?? 0,
      dead: new Map(dead.map(({ entry, reason, answer }) => [entry.alert.uuid, `${reason} ${answer ?? ''}`])),
    };
  } finally {
    await delivery.stop(1000);
    await journal.close();
  }
}

/** Dead letters by what is special about the alert. */
export function reasonsByTitle(dead: ReadonlyMap<string, string>): Readonly<Record<string, string>> {
  const titles = new Map(Object.entries(allAlerts).map(([title, { uuid }]) => [uuid, title]));
  return Object.fromEntries([...dead].map(([uuid, reason]) => [titles.get(uuid) ?? uuid, reason]));
}

/** What is special about each alert whose JSON, byte for byte, a server has, in order of the words: to be compared. */
export function titlesOf(texts: readonly string[]): readonly string[] {
  const titles = new Map(Object.entries(allAlerts).map(([title, { json }]) => [json, title]));
  return texts.map((text) => titles.get(text) ?? `something else: ${text.slice(0, 200)}`).toSorted();
}
