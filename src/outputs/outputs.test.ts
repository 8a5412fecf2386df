import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { commonOptions } from './common-options.ts';
import { catalog } from './catalog.generated.ts';
import type { Alerts, ConfiguredOutput, Output } from './output.ts';
import { alertsByPriority, installation, referenceAlerts } from './testing/alerts.ts';
import { exampleOutputs } from './testing/examples.ts';
import { optionRows, type OptionRow } from './testing/option-rows.ts';
import { wireText } from './testing/wire-text.ts';

/** What every output keeps to. There is nothing here about any one of them. */

const outputs = catalog.map((output): readonly [string, Output] => [output.id, output]);

it('lists every output of this folder', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'));
  const declaring = files.filter((file) =>
    /^export const \w+ = define\w+Output\(/m.test(readFileSync(join(import.meta.dirname, file), 'utf8')),
  );
  expect(catalog.map(({ id }) => `${fileOf(id)}.ts`)).toEqual(declaring);
});

it('keeps each output to what fits on three screens', () => {
  const long = catalog
    .map(({ id }) => fileOf(id))
    .filter((file) => readFileSync(join(import.meta.dirname, `${file}.ts`), 'utf8').split('\n').length > 151);
  expect(long).toEqual([]);
});

describe.for(outputs)('%s', ([id, output]) => {
  const rows = optionRows(output.options);

  it('describes itself', () => {
    expect(output.about.title).not.toBe('');
    expect(output.about.summary).toMatch(/^[a-z].*[^.]$/);
    expect(output.about.website).toMatch(/^https:\/\//);
    for (const text of [output.about.setup, ...(output.about.fixes ?? [])]) expect(text ?? '.').toMatch(/[.!?]$/);
  });

  it('describes each of its options in a sentence', () => {
    expect(namesOf(rows.filter(({ description = '' }) => !/^[A-Z].*\.$/.test(description)))).toEqual([]);
  });

  it('names its options in lower case, none like an option of all outputs', () => {
    for (const { path: names } of rows) {
      for (const name of names) expect(name).toMatch(/^[a-z0-9]+$/);
      expect(Object.keys(commonOptions.http.shape)).not.toContain(names[0]);
    }
  });

  it('hides whatever is named like a secret', () => {
    const secretName = /token|password|secret|apikey|webhookurl|routingkey|jwt|credentials/;
    expect(namesOf(rows.filter(({ path, isSecret }) => !isSecret && secretName.test(path.at(-1) ?? '')))).toEqual([]);
  });

  it('refuses an unknown option by its name', () => {
    const [example] = Object.values(output.examples);
    expect(() => output.configure({ ...Object(example), tpyo: 1 }, installation)).toThrow(/tpyo/);
  });

  it('refuses an unknown option within a group', () => {
    const group = rows.find(({ path: names }) => names.length > 1)?.path[0];
    if (group === undefined) return;
    const [example] = Object.values(output.examples);
    expect(() => output.configure({ ...Object(example), [group]: { tpyo: 1 } }, installation)).toThrow(/tpyo/);
  });

  it('has a minimal example first, of exactly the options that it needs', () => {
    const [[name, example] = ['', {}]] = Object.entries(output.examples);
    const { required = [] } = z.toJSONSchema(output.options, { io: 'input', unrepresentable: 'any' });
    expect(name).toBe('minimal');
    expect(Object.keys(Object(example)).sort()).toEqual(required.toSorted());
  });

  it('encodes the reference alerts as recorded', async () => {
    const pages = exampleOutputs([output]).flatMap(({ name, configured }) => {
      const singly = Object.entries(referenceAlerts).map(([title, alert]) =>
        page(`${name}: ${title}`, configured.encode([alert])),
      );
      const [first, ...others] = Object.values(referenceAlerts);
      const all: Alerts[] = first && configured.batch ? [[first, ...others]] : [];
      return [
        ...singly,
        ...all.map((alerts) => page(`${name}: all in one`, configured.encode(alerts))),
        `### ${name}: what the priority changes\n\n${changedByPriority(configured)}`,
      ];
    });
    await expect(`${pages.join('\n\n')}\n`).toMatchFileSnapshot(`${fileOf(id)}.http`);
  });

  it('encodes an alert the same each time', () => {
    for (const { configured } of exampleOutputs([output])) {
      for (const alert of Object.values(referenceAlerts)) {
        const first = JSON.stringify(configured.encode([alert]));
        expect(JSON.stringify(configured.encode([alert]))).toBe(first);
      }
    }
  });
});

/** An output of a section within a section has a hyphen in the name of its file. */
function fileOf(id: string): string {
  return id.replaceAll('.', '-');
}

function namesOf(rows: readonly OptionRow[]): string[] {
  return rows.map(({ path }) => path.join('.'));
}

/** The lines of the message that are not the same for every priority. */
function changedByPriority(configured: ConfiguredOutput): string {
  const texts = alertsByPriority.map((alert) => ({
    priority: alert.priority,
    lines: wireText(configured.encode([alert]))
      .trimEnd()
      .split('\n'),
  }));
  const isCommon = (line: string) => texts.every(({ lines }) => lines.includes(line));
  return texts
    .map(({ priority, lines }) => [`${priority}:`, ...lines.filter((line) => !isCommon(line))].join('\n'))
    .join('\n');
}

function page(title: string, encoded: unknown): string {
  return `### ${title}\n\n${wireText(encoded).trimEnd()}`;
}
