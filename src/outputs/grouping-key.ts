import type { Alert } from '#alert/alert.ts';
import type { Template } from '#template/template.ts';
import { renderAlert } from './alert-template.ts';

/**
 * What the operator's template says that an alert is to be grouped by. Empty where the template is, where it comes out empty, or
 * where it names a field that the alert lacks: such alerts have nothing in common but that, and one would bury the others.
 */
export function groupingKey(alert: Alert, template: Template | undefined): string {
  const key = template ? renderAlert(template, alert, (text) => text).trim() : '';
  return key.includes(missing) ? '' : key;
}

/** What a Go template prints for what is not there. */
const missing = '<no value>';
