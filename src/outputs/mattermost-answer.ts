import { MisconfiguredError, type DeliveryError } from './errors.ts';

/** What Mattermost answers with status 400 or 501, though no other alert would fare better. */
const operatorErrors = /web\.incoming_webhook\.(?:invalid|disabled|channel|channel_locked|permissions|user)\.app_error/;

export function explainMattermost(error: DeliveryError): DeliveryError {
  if (!operatorErrors.test(error.answer ?? '')) return error;
  return new MisconfiguredError('Mattermost does not take this webhook: check webhookurl and its channel', error);
}
