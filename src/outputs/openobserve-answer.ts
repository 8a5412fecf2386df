import { z } from 'zod';
import { answerJson } from './answer-json.ts';
import { answerOf, DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';
import type { HttpResponse } from './output.ts';

const ingested = z.object({
  code: z.int(),
  error: z.string().catch(''),
  status: z.array(z.object({ failed: z.int(), error: z.string().catch('') })).catch([]),
});

/** OpenObserve says 200 also to what it refuses. @throws what became of the alerts, unless all were taken */
export function checkIngested(response: HttpResponse): void {
  const answer = answerOf(response);
  const data = answerJson(response.text, ingested);
  if (!data) {
    const remedy = 'check the options hostport, organizationname and streamname';
    throw new MisconfiguredError(`The answer is not one of the ingestion API of OpenObserve: ${remedy}`, answer);
  }
  if (data.code !== 200) {
    throw new DeliveryError(`OpenObserve answered ${data.code}: ${data.error}`, { ...answer, status: data.code });
  }
  const failed = data.status.reduce((sum, stream) => sum + stream.failed, 0);
  if (failed === 0) return;
  const reasons = new Set(data.status.map(({ error }) => error).filter((error) => error !== ''));
  throw new RejectedError(`OpenObserve refused ${failed} records: ${[...reasons].join(', ')}`, answer);
}
