import { createAlert, type Alert } from '#alert/alert.ts';
import type { Priority } from '#alert/priority.ts';

/** An alert that tells by its output text which it is. */
export function numberedAlert(number: number, priority: Priority = 'Warning'): Alert {
  return createAlert({
    uuid: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`,
    output: `alert ${number}`,
    priority,
    rule: 'Numbered',
    time: '2026-01-31T12:00:00Z',
    outputFields: { number },
    source: 'syscalls',
    tags: [],
    hostname: '',
    unknown: {},
  });
}

/** Warnings, numbered from one number to another. */
export function alerts(from: number, until: number): readonly Alert[] {
  return Array.from({ length: until - from + 1 }, (_, index) => numberedAlert(from + index));
}

export function numberOf(alert: Alert): number {
  return Number(alert.output.slice('alert '.length));
}
