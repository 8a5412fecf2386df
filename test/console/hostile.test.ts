import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { chromiumPath, Visitor } from './browser.ts';
import { hostileTexts } from './hostile-texts.ts';
import { postAlert } from './post-alerts.ts';

const hasBrowser = chromiumPath !== undefined;
const base = hasBrowser ? inject('consoleUrl') : '';
const falco = hasBrowser ? inject('falcoUrl') : '';

/** A payload in every part of an alert that a sender decides. */
function hostileAlert(text: string): string {
  return JSON.stringify({
    rule: `Hostile ${text}`,
    priority: 'Critical',
    source: text,
    hostname: text,
    tags: [text, 'T1059'],
    time: new Date().toISOString(),
    output: text,
    output_fields: {
      [text]: text,
      cluster: text,
      'k8s.ns.name': text,
      'k8s.pod.name': text,
      'proc.name': text,
      'proc.cmdline': text,
      'proc.pname': text,
      'proc.aname[2]': text,
      'user.name': text,
      'fd.name': text,
      'container.image.repository': text,
    },
  });
}

describe.skipIf(!hasBrowser)('a thousand scripts in the fields of alerts', () => {
  let visitor: Visitor;
  beforeAll(async () => {
    visitor = await Visitor.start();
    for (const text of hostileTexts(1000)) await postAlert(falco, hostileAlert(text));
  }, 120_000);
  afterAll(async () => visitor[Symbol.asyncDispose]());

  it.for([
    '',
    'alerts?q=rule%3AHostile*',
    'groups',
    'rules',
    'senders',
    'outputs',
    'dead-letters',
    'outputs?output=soar&tab=configuration',
  ])('none runs on /%s', async (path) => {
    const page = await visitor.page();
    await page.addInitScript(
      'window.broken = []; for (const name of ["alert", "prompt", "confirm"]) window[name] = () => window.broken.push(name);' +
        'addEventListener("securitypolicyviolation", (event) => window.broken.push(event.violatedDirective + " " + event.blockedURI));',
    );
    await page.goto(base + path);
    await page.locator('h1').first().waitFor();
    await page.waitForLoadState('networkidle').catch(() => undefined);
    const row = page.locator('tbody tr[aria-rowindex]').first();
    if (path.startsWith('alerts')) {
      await row.click();
      for (const tab of ['Summary', 'Outputs', 'Group', 'Nearby', 'Fields', 'JSON']) {
        await page.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
        await page.waitForTimeout(150);
      }
    }
    expect(await page.evaluate('window.broken')).toEqual([]);
    expect(visitor.complaints).toEqual([]);
    await page.context().close();
  });
});
