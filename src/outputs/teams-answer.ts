import type { Secret } from '#kit/secret.ts';
import { answerOf, DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import type { HttpResponse } from './output.ts';

const workflowHost = /\.(?:logic\.azure|powerplatform|powerautomate)\.(?:com|us|cn)$/;
const connectorHost = /(?:\.webhook\.office\.com|^outlook\.office(?:365)?\.com)$/;

/** A webhook of Workflows (Power Automate), as opposed to one of a connector. */
export function isWorkflow(webhookurl: Secret): boolean {
  return workflowHost.test(hostOf(webhookurl));
}

/**
 * A connector answers 200 and `1`; anything else is the refusal of what stands behind it, such as `Webhook message delivery
 * failed with error: Microsoft Teams endpoint returned HTTP error 429 with ContextId …`. See
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors.
 */
export function checkTeamsAnswer(response: HttpResponse, webhookurl: Secret): void {
  const text = response.text.trim();
  const isFailure = connectorHost.test(hostOf(webhookurl)) ? text !== '1' : /delivery failed|HTTP error \d/i.test(text);
  if (isFailure) throw refusal(Number(/HTTP error (\d{3})/.exec(text)?.[1] ?? 0), response);
}

function refusal(status: number, response: HttpResponse): DeliveryError {
  const message = `Microsoft Teams did not take the message${status === 0 ? '' : ` (${status})`}`;
  if (status === 400 || status === 413) return new RejectedError(message, answerOf(response));
  if ([401, 403, 404, 410].includes(status)) {
    return new MisconfiguredError(`${message}: check webhookurl`, answerOf(response));
  }
  return new DeliveryError(message, answerOf(response));
}

/** What Workflows and connectors answer with status 400, though no other alert would fare better. */
const operatorErrors =
  /TriggerIsNotEnabled|WorkflowNotFound|trigger is not enabled|connector configuration|Invalid webhook/i;

export function explainTeamsRefusal(error: DeliveryError): DeliveryError {
  if (!operatorErrors.test(error.answer ?? '')) return error;
  return new MisconfiguredError('Microsoft Teams does not take this webhook: check that the workflow is on', error);
}

function hostOf(webhookurl: Secret): string {
  return new URL(webhookurl.reveal()).hostname;
}
