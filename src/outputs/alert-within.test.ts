import { describe, expect, it } from 'vitest';
import { alertWithin } from './alert-within.ts';
import { alertFrom, installation, referenceAlerts, testAlert } from './testing/alerts.ts';
import { hostileAlerts } from './testing/hostile-alerts.ts';

const bytes = (text: string) => Buffer.byteLength(text);

describe.for([4000, 64_000, 900_000])('within %i bytes', (maxBytes) => {
  it.for(Object.entries({ ...referenceAlerts, ...hostileAlerts }))('is %s, whole or cut', ([, alert]) => {
    const fitting = alertWithin(alert, maxBytes, installation);
    if (bytes(alert.json) <= maxBytes) return expect(fitting).toBe(alert);
    expect(bytes(fitting.json)).toBeLessThanOrEqual(maxBytes);
    expect(fitting).toMatchObject({ uuid: alert.uuid, priority: alert.priority, time: alert.time });
    expect(fitting.json).toContain('[...]');
    return expect(fitting.output).toContain(`https://tiercel.example.com/alerts/${alert.uuid}`);
  });
});

it('cuts no more than it has to', () => {
  const fields = { long: 'x'.repeat(60_000), short: 'whole', number: 12345 };
  const alert = alertFrom(JSON.stringify({ ...JSON.parse(testAlert.json), output_fields: fields }));
  const { outputFields } = alertWithin(alert, 20_000, { ...installation, consoleurl: undefined });
  expect(outputFields).toMatchObject({ short: 'whole', number: 12345 });
  expect(outputFields['long']).toBe(`${'x'.repeat(16_379)}[...]`);
});
