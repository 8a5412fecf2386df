import { readFileSync } from 'node:fs';
import { inspect } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { changedAlert, type Alert } from '#alert/alert.ts';
import { MisconfiguredError } from '#outputs/errors.ts';
import { referenceAlerts, testAlert } from '#outputs/testing/alerts.ts';
import { connect, deliver, failureOf } from '#outputs/testing/connect.ts';
import { findServer, hasProgram, until } from '#outputs/testing/programs.ts';
import { smtp } from '#outputs/smtp.ts';
import { allAlerts, deliverAll } from './deliver.ts';
import { delivered, manyAlerts } from './load.ts';
import { SmtpServer } from './smtp-server.ts';

const python = findServer('tiercel-smtp-python');
const isThere = python !== undefined && hasProgram('openssl', 'version');
const alerts = Object.values(allAlerts);
const addresses = { from: 'Falco <falco@example.com>', to: 'security@example.com, "Night, watch" <night@example.com>' };

describe.skipIf(!isThere)('a mail server', { timeout: 60_000 }, () => {
  let server: SmtpServer;
  let tls: { ca: string };

  beforeAll(async () => {
    server = await SmtpServer.create(python ?? '');
    tls = { ca: readFileSync(server.certfile, 'utf8') };
  }, 60_000);

  afterEach(() => server.forget());

  afterAll(async () => server[Symbol.asyncDispose]());

  const plain = (changes: object = {}) => ({ hostport: server.plain, tls: false, ...addresses, ...changes });
  const encoded = (alert: Alert) =>
    smtp
      .configure(plain(), {
        customfields: [],
        templatedfields: [],
        outputs: [],
        consoleurl: 'https://tiercel.example.com',
      })
      .encode([alert]);

  it('has a mail for every alert, which says just that', async () => {
    expect(await deliverAll(smtp, plain(), alerts)).toEqual({ delivered: alerts.length, dead: new Map() });
    // Urgent ones came first.
    const mails = server
      .mails()
      .toSorted((a, b) => String(a.headers['message-id']).localeCompare(String(b.headers['message-id'])));
    expect(mails.map(({ headers }) => headers['message-id'])).toEqual(
      alerts.map(({ uuid }) => `<${uuid}@example.com>`),
    );
    expect(new Set(mails.map(({ peer }) => peer)).size).toBe(1);
    for (const [index, { from, to, headers, text, html, lines }] of mails.entries()) {
      const alert = alerts[index] ?? testAlert;
      expect({ from, to }).toEqual({ from: 'falco@example.com', to: ['security@example.com', 'night@example.com'] });
      expect(encoded(alert)).toMatchObject({ text, html });
      expect(
        Object.keys(headers)
          .sort()
          .filter((name) => name !== 'importance'),
      ).toEqual(['auto-submitted', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to']);
      expect(headers['subject']).toMatch(/^\[(?:Error|Debug|Notice|Warning|Critical)\] ?/);
      expect(lines).toBeLessThanOrEqual(998);
    }
  });

  it.for([
    ['plain', { user: 'falco', password: 'swordfish' }, 'falco'],
    ['PLAIN', { user: 'falco', password: 'swordfish', identity: '' }, 'falco'],
    ['login', { user: 'falco', password: 'swordfish' }, 'falco'],
    ['xoauth2', { user: 'falco', token: 'swordfish' }, 'user=falco\u0001auth=Bearer swordfish\u0001\u0001'],
    [
      'oauthbearer',
      { user: 'a=b,c', token: 'swordfish' },
      /^n,a=a=3Db=2Cc,.host=localhost.port=\d+.auth=Bearer swordfish..$/,
    ],
    ['external', { identity: 'me' }, 'me'],
    ['anonymous', { trace: 'tiercel' }, 'tiercel'],
  ] as const)('is logged in to by %s, after STARTTLS', async ([authmechanism, login, identity]) => {
    const options = { hostport: server.starttls, ...addresses, authmechanism, ...login };
    await delivered(smtp, options, testAlert, { tls });
    const [mail] = server.mails();
    expect(mail?.tls).toBe(true);
    expect(mail?.login).toMatch(identity);
  });

  it('is reached with TLS from the first byte', async () => {
    await delivered(smtp, { hostport: server.implicit, implicittls: true, ...addresses }, testAlert, { tls });
    expect(server.mails()).toMatchObject([{ tls: true }]);
  });

  it.for([
    [
      'a wrong password',
      'starttls',
      { user: 'falco', password: 'sesame-wrong' },
      /check authmechanism, user, password/,
    ],
    [
      'a wrong token',
      'starttls',
      { authmechanism: 'xoauth2', token: 'sesame-wrong' },
      /token is not accepted.*check authmechanism/,
    ],
    [
      'another wrong token',
      'starttls',
      { authmechanism: 'oauthbearer', token: 'sesame-wrong' },
      /token is not accepted/,
    ],
    ['a server without logging in', 'plain', { tls: false, user: 'falco', password: 'sesame' }, /check authmechanism/],
    ['a server without TLS', 'plain', {}, /it offers no STARTTLS, set tls to false/],
    ['a sender who may not send', 'plain', { tls: false, from: 'stranger@example.com' }, /check the address in from/],
    ['nobody to take the mail', 'plain', { tls: false, to: 'refused@example.com' }, /check the addresses in to/],
  ] as const)('says what to do about %s', async ([, port, options, remedy]) => {
    const error = await failureOf(
      delivered(smtp, { hostport: server[port], ...addresses, ...options }, testAlert, { tls }),
    );
    expect(error).toBeInstanceOf(MisconfiguredError);
    expect(String(error)).toMatch(remedy);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toMatch(/swordfish|sesame/);
  });

  it('is not trusted without its CA', async () => {
    for (const options of [{ hostport: server.starttls }, { hostport: server.implicit, implicittls: true }]) {
      const error = await failureOf(connect(smtp, { ...addresses, ...options }));
      expect(error).toBeInstanceOf(MisconfiguredError);
      expect(String(error)).toContain('cacertfile');
    }
  });

  it.for([
    ['spam', 'RejectedError'],
    ['quota', 'MisconfiguredError'],
    ['busy', 'DeliveryError'],
  ] as const)('may refuse a mail: %s', async ([word, kind]) => {
    const lost = Promise.withResolvers<Error>();
    const connection = await connect(smtp, plain(), { lost: lost.resolve });
    const error = await failureOf(deliver(connection, changedAlert(testAlert, { output: word })));
    expect(error).toHaveProperty('name', kind);
    await lost.promise;
    await connection.close();
  });

  it('may refuse a recipient, now or for good, and the others have the mail once', async () => {
    const to = 'refused@example.com, later@example.com, security@example.com';
    const connection = await connect(smtp, plain({ to }));
    const error = await failureOf(deliver(connection, testAlert));
    expect(error).toMatchObject({ status: 450, message: expect.stringContaining('later@example.com: 450') });
    await deliver(connection, testAlert);
    const { answer } = await deliver(
      connection,
      changedAlert(testAlert, { uuid: '018f3a5e-7d2c-4b1a-9f00-000000000009' }),
    );
    expect(answer).toContain('refused@example.com: 550');
    expect(server.mails().map((mail) => mail.to)).toEqual([
      ['security@example.com'],
      ['later@example.com'],
      ['later@example.com', 'security@example.com'],
    ]);
    await connection.close();
  });

  it('loses nothing when it is killed', async () => {
    const many = manyAlerts(150);
    const running = deliverAll(smtp, plain({ to: 'security@example.com' }), many);
    await until(() => server.mails().length > 30, 'the first mails');
    await server.kill();
    await server.start();
    expect(await running).toEqual({ delivered: many.length, dead: new Map() });
    const ids = server.mails().map(({ headers }) => headers['message-id']);
    expect(new Set(ids).size).toBe(many.length);
    expect(ids.length).toBeLessThanOrEqual(many.length + 1);
    expect([...new Set(ids)]).toEqual(many.map(({ uuid }) => `<${uuid}@example.com>`));
  });

  it('gets a digest as one mail', async () => {
    const configured = plain({ digest: true, digestwait: '1s' });
    const { delivered: count } = await deliverAll(smtp, configured, Object.values(referenceAlerts));
    expect(count).toBe(5);
    const [urgent, mail, ...others] = server.mails();
    expect(others).toHaveLength(0);
    expect(urgent?.headers).toMatchObject({
      subject: expect.stringMatching(/^\[Critical\] Attach/),
      importance: 'high',
    });
    expect(mail?.headers['subject']).toMatch(/^\[Warning\] 4 alerts: Warning <b>bold<\/b>/);
    const { 'request to Kubernetes': request, ...normal } = referenceAlerts;
    for (const { rule } of Object.values(normal)) expect(mail?.text).toContain(`Rule: ${rule}\n`);
    expect(urgent?.text).toContain(`Rule: ${request?.rule}\n`);
  });

  it('is not waited for when time is up', async () => {
    const connection = await connect(smtp, plain());
    const aborted = AbortSignal.abort(new Error('time is up'));
    expect(await failureOf(connection.deliver([testAlert], aborted))).toHaveProperty('message', 'time is up');
    await connection.close();
  });
});
