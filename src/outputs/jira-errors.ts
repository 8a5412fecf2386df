import { z } from 'zod';
import { answerJson } from './answer-json.ts';
import { MisconfiguredError, type DeliveryError } from './errors.ts';

const refusal = z.object({
  errorMessages: z.array(z.string()).catch([]),
  errors: z.record(z.string(), z.string()).catch({}),
});

/** What an alert is responsible for. Any other field is the operator's, such as one that the project requires. */
const alertFields: ReadonlySet<string> = new Set(['summary', 'description', 'comment', 'body']);

/** Jira answers 400 for a project, a type or a field that is not there, too: no other alert would fare better. */
export function explainJira(error: DeliveryError): DeliveryError {
  if (error.status !== 400) return error;
  const said = answerJson(error.answer ?? '', refusal);
  const fields = Object.entries(said?.errors ?? {}).filter(([name]) => !alertFields.has(name));
  const messages = [...fields.map(([name, text]) => `${name}: ${text}`), ...queryErrors(said?.errorMessages ?? [])];
  if (messages.length === 0) return error;
  const remedy = 'Check the options project, issuetype and labels, and the screen of the project for creating issues';
  return new MisconfiguredError(`Jira: ${messages.join('; ')}. ${remedy}`, error);
}

/** Of the search, which has nothing of the alert in it but its fingerprint. */
function queryErrors(messages: readonly string[]): readonly string[] {
  return messages.filter((message) => /does not exist for the field|JQL/i.test(message));
}
