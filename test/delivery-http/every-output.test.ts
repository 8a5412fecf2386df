import { rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { stringify } from 'yaml';
import { systemClock } from '#kit/clock.ts';
import { silentLog } from '#kit/log.ts';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { catalog } from '#outputs/catalog.generated.ts';
import type { Output } from '#outputs/output.ts';
import { testAlert } from '#outputs/testing/alerts.ts';
import { openSqliteJournal } from '#journal/sqlite-journal.ts';
import type { Journal, OutputLedger } from '#journal/journal.ts';
import { createDelivery, type Delivery } from '#delivery/delivery.ts';
import type { DeliveryOutput } from '#delivery/delivery-output.ts';
import type { OutputHealth } from '#delivery/health.ts';
import { createAuthority, type Authority } from '#delivery/testing/certificates.ts';
import { connectSettings } from '#delivery/testing/fake-output.ts';
import { redirected } from '#delivery/testing/redirected.ts';
import { loadConfiguration } from '#config/load-configuration.ts';
import { makeHome } from './home.ts';
import { nameHeader, Observer } from './observer.ts';
import { plainExamples } from './plain-examples.ts';

/**
 * The options that every HTTP output has, as the configuration reads them, at work over HTTPS: each output is configured in
 * four ways, and all of them run at once.
 */

const outputs: readonly Output[] = catalog;
const urgentAlerts = 6;

type Options = Readonly<Record<string, unknown>>;

const ways: Readonly<Record<string, Options>> = {
  // The certificate of the server is of an authority that nobody knows.
  untrusting: {},
  trusting: {
    checkcert: false,
    maxconcurrentrequests: 3,
    minimumpriority: 'critical',
    customheaders: { 'Content-Type': 'text/of-the-operator' },
  },
  mutual: { mutualtls: true, minimumpriority: 'critical' },
  deaf: { checkcert: false, timeout: '1s' },
};

/** The smallest example of each output, and those that need an HTTP client of their own: each by a name. */
const examples = outputs
  .filter(({ transport }) => transport === 'http')
  .flatMap((output) =>
    plainExamples(output)
      .filter(([, options], index) => index === 0 || 'kubeconfig' in options)
      .map(([title, options], index) => ({
        title: `${output.id}, ${title}`,
        name: `${output.id}-${index}`,
        output,
        options: { ...options },
      })),
  );

const home = makeHome();
let authority: Authority;
let observer: Observer;
let journal: Journal;
let delivery: Delivery;
let ledgers: ReadonlyMap<string, OutputLedger>;
let healths: ReadonlyMap<string, OutputHealth>;

beforeAll(async () => {
  vi.stubEnv('HOME', home);
  authority = await createAuthority();
  const { server } = await authority.issue('localhost');
  observer = await Observer.start(server, (name) => ({
    isDeaf: name.endsWith('-deaf'),
    gathers: name.endsWith('-trusting') ? 3 : 1,
  }));
  journal = await openSqliteJournal({ path: '', durability: 'memory', clock: systemClock });
  const { outputs: configured, certificates } = await configuration();
  delivery = createDelivery({
    journal,
    clock: systemClock,
    random: () => 1,
    log: silentLog,
    connect: { ...connectSettings(), certificates },
  });
  await delivery.start(configured.map(onServer));
  await journal.append(alerts());
  await vi.waitFor(settled, { timeout: 100_000, interval: 100 });
}, 120_000);

afterAll(async () => {
  await delivery.stop(0);
  await journal.close();
  await observer[Symbol.asyncDispose]();
  await authority[Symbol.asyncDispose]();
  vi.unstubAllEnvs();
  rmSync(home, { recursive: true, force: true });
});

/** Every example in every way, as an operator would write it. */
async function configuration() {
  const client = await authority.issue('client');
  const { certfile, keyfile } = client;
  const file = path.join(authority.folder, 'tiercel.yaml');
  const entries = examples.flatMap(({ name, output, options }) =>
    Object.entries(ways).map(([way, common]) => entry(`${name}-${way}`, output, options, common)),
  );
  const mutualtlsclient = { certfile, keyfile, cacertfile: authority.cacertfile };
  writeFileSync(file, stringify({ mutualtlsclient, outputs: entries }));
  return (await loadConfiguration({ file, environment: {} })).configuration;
}

/** Of a list of destinations, the first. */
function entry(name: string, { id, each }: Output, options: Options, common: Options): Options {
  const list = each === undefined ? undefined : options[each];
  const first = each !== undefined && Array.isArray(list) ? { [each]: list.slice(0, 1) } : {};
  const customheaders = { ...Object(common['customheaders']), [nameHeader]: name };
  return { ...options, ...first, ...common, name, type: id, customheaders };
}

/** One alert a request, so that requests can be counted; to the server of the test. */
function onServer(configured: DeliveryOutput): DeliveryOutput {
  const output = redirected(configured.output, observer.server.origin);
  return { ...configured, output: { ...output, batch: output.batch && { maxAlerts: 1 } } };
}

/** With what an output may ask of an alert that it takes. */
function alerts(): readonly Alert[] {
  const outputFields = {
    'evt.time': 1_795_537_916,
    'proc.pid': 1,
    'proc.name': 'sh',
    'container.id': 'c',
    'k8s.ns.name': 'n',
    'k8s.pod.name': 'p',
  };
  return Array.from({ length: 2 * urgentAlerts }, (_, index) =>
    changedAlert(testAlert, {
      uuid: `00000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      rule: `Rule ${index}`,
      source: 'syscall',
      priority: index % 2 === 0 ? 'Critical' : 'Debug',
      outputFields,
    }),
  );
}

async function settled(): Promise<void> {
  ledgers = new Map((await journal.ledger()).map((ledger) => [ledger.output, ledger]));
  healths = new Map(delivery.health().map((health) => [health.name, health]));
  const waiting = [...healths.values()].filter(({ name, lastError }) => {
    const ledger = ledgers.get(name);
    return /-(?:trusting|mutual)$/.test(name) ? ledger?.owed !== 0 : lastError === undefined;
  });
  expect(waiting.map(({ name, lastError, state }) => [name, state, lastError?.message])).toEqual([]);
}

describe.for(examples)('$title', ({ name }) => {
  it('trusts no certificate that it cannot check', () => {
    expect(healths.get(`${name}-untrusting`)?.lastError?.message).toMatch(/certificate/);
    expect(observer.of(`${name}-untrusting`).requests).toEqual([]);
  });

  it('trusts any without checkcert', () => {
    expect(ledgers.get(`${name}-trusting`)).toMatchObject({ delivered: urgentAlerts, owed: 0, dead: 0 });
  });

  it('shows a client certificate with mutualtls, and only then', () => {
    expect(ledgers.get(`${name}-mutual`)).toMatchObject({ delivered: urgentAlerts, owed: 0, dead: 0 });
    expect(new Set(observer.of(`${name}-mutual`).clients)).toEqual(new Set(['client']));
    expect(new Set(observer.of(`${name}-trusting`).clients)).toEqual(new Set(['']));
  });

  it('has the custom headers in every request, in place of its own', () => {
    const types = observer.of(`${name}-trusting`).requests.map(({ headers }) => headers['content-type']);
    expect(new Set(types)).toEqual(new Set(['text/of-the-operator']));
    expect(observer.strangers).toEqual([]);
  });

  it('makes as many requests at once as maxconcurrentrequests says', () => {
    expect(observer.of(`${name}-trusting`).maxInFlight).toBe(3);
    expect(observer.of(`${name}-mutual`).maxInFlight).toBe(1);
  });

  it('sends what has the minimum priority', () => {
    expect(ledgers.get(`${name}-trusting`)).toMatchObject({ received: 2 * urgentAlerts, suppressed: urgentAlerts });
  });

  it('waits no longer than its timeout', () => {
    expect(healths.get(`${name}-deaf`)?.lastError?.message).toMatch(/within 1 s/);
  });
});
