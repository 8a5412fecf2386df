import { describe, expect, it } from 'vitest';
import { textFields } from '#alert/fields.ts';
import { fitted, jsonBytes, rowsOf, type ShownAlert } from './shown-alert.ts';
import { alertFrom, testAlert } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';

const most = { output: 4096, value: 1024, fields: 20 };

function shownIn(maxLength: number, alert = testAlert): ShownAlert {
  return fitted({
    alert,
    fields: textFields(alert),
    most,
    render: (shown) => shown,
    fits: (shown) => JSON.stringify(shown).length <= maxLength,
  });
}

function withFields(count: number, length: number) {
  const fields = Object.fromEntries(Array.from({ length: count }, (_, at) => [`field.${at}`, 'x'.repeat(length)]));
  const known = { output: 'text', rule: 'rule', priority: 'Alert', time: '2026-11-24T16:31:56Z' };
  return alertFrom(JSON.stringify({ ...known, output_fields: fields }));
}

describe('an alert', () => {
  it('is shown whole where there is room', () => {
    expect(shownIn(5000)).toEqual({
      rule: 'Test rule',
      priority: 'Debug',
      source: 'syscalls',
      hostname: 'test-host',
      tags: ['example', 'test'],
      fields: [
        ['proc.name', 'falcosidekick'],
        ['proc.tty', '1234'],
      ],
      time: '2001-01-01 01:10:00 +0000 UTC',
      output: 'This is a test from falcosidekick',
    });
  });

  it('has shorter values before it has fewer fields', () => {
    const { fields, output } = shownIn(6000, withFields(20, 1024));
    expect(fields).toHaveLength(20);
    expect(fields[0]?.[1]).toMatch(/^x{251}\[\.\.\.\]$/);
    expect(output).toBe('text');
  });

  it('says how many fields it does not show', () => {
    const { fields } = shownIn(100_000, withFields(21, 1));
    expect(fields).toHaveLength(20);
    expect(fields.at(-1)).toEqual(['[...]', '2 more fields']);
  });

  it.for(Object.entries(hostileAlerts))('becomes small enough: %s', ([, alert]) => {
    expect(JSON.stringify(shownIn(2500, alert)).length).toBeLessThanOrEqual(2500);
  });
});

it('puts names and values in an order, without what an alert lacks', () => {
  const shown = { ...shownIn(5000), hostname: '', tags: [], source: '' };
  expect(rowsOf(shown, ['time', 'hostname', 'tags', 'fields', 'source'])).toEqual([
    ['time', '2001-01-01 01:10:00 +0000 UTC'],
    ['proc.name', 'falcosidekick'],
    ['proc.tty', '1234'],
    ['source', ''],
  ]);
});

it('counts the bytes of a body as they are sent', () => {
  expect(jsonBytes({ a: '<é' })).toBe('{"a":"\\u003c??"}'.length);
});
