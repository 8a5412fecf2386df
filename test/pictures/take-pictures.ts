import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Page } from 'playwright-core';
import { freePort, Program } from '../faults/program.ts';
import { Visitor, type Theme } from '../console/browser.ts';
import { smallPng } from './small-png.ts';

interface Picture {
  readonly name: string;
  readonly theme: Theme;
  /** Below the console's address. */
  readonly path: string;
  /** What shows that the page has its content. */
  readonly content: string;
  /** What somebody does before the picture is taken. */
  readonly prepare?: (page: Page) => Promise<void>;
}

const openFirst = async (page: Page) => {
  await page.locator('tbody tr[aria-rowindex]').first().click();
  await page.getByRole('tab', { name: 'Summary' }).waitFor();
};
const tryExample = async (page: Page) => {
  await page.getByRole('button', { name: 'Fill in an example' }).click();
  await page.getByRole('button', { name: /^Try/ }).click();
  await page.getByText('Toolbox started').last().waitFor();
};
const alert = {
  path: `alerts?q=${encodeURIComponent('priority>=warning')}`,
  content: 'Rule and what happened',
  prepare: openFirst,
} as const;

const pictures: readonly Picture[] = [
  { name: 'overview-light', theme: 'light', path: '', content: 'Needs attention' },
  { name: 'alert-light', theme: 'light', ...alert },
  { name: 'alert-dark', theme: 'dark', ...alert },
  { name: 'groups-light', theme: 'light', path: 'groups', content: 'Acknowledged' },
  { name: 'groups-dark', theme: 'dark', path: 'groups', content: 'Acknowledged' },
  { name: 'outputs-light', theme: 'light', path: 'outputs?output=on-call', content: 'Accounted for' },
  { name: 'rules-dark', theme: 'dark', path: 'rules', content: 'Terminal shell in container' },
  {
    name: 'rule-test-light',
    theme: 'light',
    path: 'rules/test',
    content: 'Nothing was tried yet',
    prepare: tryExample,
  },
  { name: 'senders-light', theme: 'light', path: 'senders', content: 'worker-' },
];

/** Two are well, one is not there, one refuses for good: what a console is looked at for. */
const outputs = (sink: string, closedPort: number) => `
rules: { files: ['${path.join(import.meta.dirname, '../../rules')}'] }
outputs:
  - { type: loki, name: archive, hostport: '${sink}' }
  - { type: slack, name: on-call, webhookurl: 'http://127.0.0.1:${closedPort}/hook', minimumpriority: notice }
  - { type: elasticsearch, name: search, hostport: '${sink}', index: falco }
  - { type: webhook, name: case-manager, address: '${sink}/refuse', minimumpriority: warning }
`;

const refusal = '{"error":"case template \\"runtime-v2\\" not found"}';

const { values } = parseArgs({
  options: {
    into: { type: 'string', default: path.join(import.meta.dirname, '../../docs/images/console') },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '40' },
    help: { type: 'boolean' },
  },
});
if (values.help) {
  process.stdout.write('Usage: node test/pictures/take-pictures.ts [--into FOLDER] [--only NAME] [--seconds 40]\n');
} else {
  await import('../../ui/build-if-changed.ts');
  await takePictures(values.into, values.only, Number(values.seconds) * 1000);
}

/** Plays the demonstration for so long, with outputs that answer, and looks at it. */
async function takePictures(into: string, only: string, playedMs: number): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tiercel-pictures-'));
  const sink = createServer(answer).listen(0, '127.0.0.1');
  await once(sink, 'listening');
  const address = sink.address();
  const url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  const program = await Program.onFreePorts(folder, outputs(url, await freePort()), { arguments: ['--demo'] });
  await using visitor = await Visitor.start();
  try {
    await program.start();
    process.stderr.write(`Waiting ${playedMs / 1000} s for alerts\n`);
    await setTimeout(playedMs);
    mkdirSync(into, { recursive: true });
    for (const picture of pictures.filter(({ name }) => name.includes(only))) {
      const png = smallPng(await take(visitor, new URL('/', program.api).href, picture));
      writeFileSync(path.join(into, `${picture.name}.png`), png);
      process.stderr.write(`${picture.name}.png, ${Math.round(png.length / 1000)} kB\n`);
    }
    for (const complaint of visitor.complaints) process.stderr.write(`The page complained: ${complaint}\n`);
  } finally {
    await program.end('SIGKILL');
    sink.closeAllConnections();
    sink.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function take(
  visitor: Visitor,
  base: string,
  { theme, path: below, content, prepare }: Picture,
): Promise<Buffer> {
  const page = await visitor.page({ theme });
  await page.goto(base + below);
  await page.getByText(content).first().waitFor();
  await prepare?.(page);
  // Pages ask for figures one after the other, and the live connection never ends.
  await setTimeout(1500);
  await page.mouse.move(0, 0);
  const png = await page.screenshot();
  await page.context().close();
  return png;
}

function answer(...[request, response]: Parameters<NonNullable<Parameters<typeof createServer>[1]>>): void {
  let asked = 0;
  request
    .on('data', (chunk: Buffer) => (asked += chunk.toString().split('{"create"').length - 1))
    .on('end', () => {
      const isRefused = request.url?.startsWith('/refuse') ?? false;
      const items = Array.from({ length: asked }, () => ({ create: { status: 201 } }));
      response.writeHead(isRefused ? 400 : 200, { 'Content-Type': 'application/json' });
      response.end(isRefused ? refusal : JSON.stringify({ errors: false, items }));
    });
}
