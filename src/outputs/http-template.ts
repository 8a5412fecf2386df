import type { Alert } from '#alert/alert.ts';
import type { Template } from '#template/template.ts';
import { TemplateExecutionError } from '#template/template-error.ts';
import { struct, type TemplateValue } from '#template/value.ts';
import { alertEvent } from './alert-template.ts';
import { RejectedError } from './errors.ts';

/** What the templates of a request can read besides the event that `messageformat` has. */
export interface TemplateExtras {
  /** The page of the alert in the console; empty where there is none. */
  readonly Link: string;
  /** The whole alert. */
  readonly JSON: TemplateValue;
}

/**
 * Renders a part of a request. What an action prints is escaped for where it goes, after all functions, so that a template
 * compares and cuts the texts as they are.
 * @throws RejectedError where the template fails for this alert
 */
export function renderPart(
  part: string,
  template: Template,
  alert: Alert,
  extras: TemplateExtras,
  escape: (text: string) => string,
): string {
  try {
    return template.render(struct({ ...alertEvent(alert, asItIs), ...extras }, 'types.FalcoPayload'), (text) =>
      escape(text.toWellFormed()),
    );
  } catch (error) {
    if (!(error instanceof TemplateExecutionError)) throw error;
    throw new RejectedError(`The template of "${part}" fails for this alert: ${error.message}`);
  }
}

function asItIs(text: string): string {
  return text;
}
