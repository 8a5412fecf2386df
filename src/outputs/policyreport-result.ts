import type { Alert } from '#alert/alert.ts';
import { textFields } from '#alert/fields.ts';
import type { Priority } from '#alert/priority.ts';
import { unixNanoseconds } from '#alert/time.ts';
import { fitFields } from './fit-fields.ts';
import { subjectOf, type KubernetesSubject } from './kubernetes-subject.ts';
import { shorten } from './shorten.ts';

/** An alert in a report. See https://github.com/kubernetes-sigs/wg-policy-prototypes/tree/master/policy-report. */
export interface ReportResult {
  readonly source: 'Falco';
  readonly policy: string;
  readonly rule: string;
  readonly category: string;
  readonly severity: Severity;
  readonly timestamp: { readonly seconds: number; readonly nanos: number };
  readonly result: Outcome;
  readonly resources?: readonly KubernetesSubject[];
  readonly message: string;
  readonly properties: Readonly<Record<string, string>>;
}

type Severity = 'critical' | 'high' | 'medium' | 'low' | 'info';
type Outcome = 'fail' | 'warn' | 'skip';

/** So that a report has room for many. */
const maxTextLength = 1000;
const room = { maxLength: 6000, maxNameLength: 100, maxValueLength: 1000 };

/** Fields are properties; so is the `uuid`, by which an alert that comes again is known. */
export function reportResult(alert: Alert): ReportResult {
  const [severity, result] = assessments[alert.priority];
  const subject = subjectOf(alert);
  const fields = fitFields(textFields(alert), room);
  return {
    source: 'Falco',
    policy: shorten(alert.source, maxTextLength),
    rule: shorten(alert.rule, maxTextLength),
    category: 'SI - System and Information Integrity',
    severity,
    timestamp: timestampOf(alert),
    result,
    ...(subject && { resources: [{ ...subject, name: shorten(subject.name, maxTextLength) }] }),
    message: shorten(alert.output, maxTextLength),
    properties: Object.fromEntries([...fields, ['uuid', alert.uuid]]),
  };
}

const assessments: Readonly<Record<Priority, readonly [Severity, Outcome]>> = {
  Emergency: ['critical', 'fail'],
  Alert: ['critical', 'fail'],
  Critical: ['critical', 'fail'],
  Error: ['high', 'fail'],
  Warning: ['medium', 'warn'],
  Notice: ['low', 'skip'],
  Informational: ['info', 'skip'],
  Debug: ['info', 'skip'],
};

/** Nanoseconds count forwards, also before 1970. */
function timestampOf({ time }: Alert): { readonly seconds: number; readonly nanos: number } {
  const nanoseconds = unixNanoseconds(time);
  const nanos = ((nanoseconds % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: Number((nanoseconds - nanos) / 1_000_000_000n), nanos: Number(nanos) };
}
