import type { Alert } from '#alert/alert.ts';
import { stringField } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { isNumber, numberText } from '#kit/json.ts';

const spyderbatLevel: Readonly<Record<Priority, 'critical' | 'high' | 'medium' | 'low' | 'info'>> = {
  Emergency: 'critical',
  Alert: 'high',
  Critical: 'critical',
  Error: 'high',
  Warning: 'medium',
  Notice: 'low',
  Informational: 'info',
  Debug: 'info',
};

const second = 1_000_000_000n;

/** An alert as a record of Spyderbat's schema, as Falcosidekick writes it. */
export function spyderbatAlert(alert: Alert) {
  const time = unixNanoseconds(alert.time);
  return {
    schema: 'falco_alert::1.0.0',
    id: alert.uuid,
    monotonic_time: Number(((time % second) + second) % second),
    orc_time: Number(time) / Number(second),
    time: Number((integerField(alert, 'evt.time') ?? time) / second),
    pid: Number(BigInt.asIntN(32, integerField(alert, 'proc.pid') ?? 0n)),
    level: spyderbatLevel[alert.priority],
    msg: words(alert),
    args: stringField(alert, 'proc.cmdline'),
    container: stringField(alert, 'container.id'),
  };
}

function integerField(alert: Alert, name: string): bigint | undefined {
  const value = Object.hasOwn(alert.outputFields, name) ? alert.outputFields[name] : undefined;
  const text = value !== undefined && isNumber(value) ? numberText(value) : '';
  return /^-?\d{1,19}$/.test(text) ? BigInt(text) : undefined;
}

/** Without the time and the priority that Falco puts in front. */
function words({ output, priority }: Alert): string[] {
  const all = output.split(' ');
  return all[1]?.toLowerCase() === priority.toLowerCase() ? all.slice(2) : all;
}
