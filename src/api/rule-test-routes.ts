import { Hono } from 'hono';
import { TrialError } from '#rules/trial-event.ts';
import { ApiFailure } from './api-failure.ts';
import { ruleTestBody, type RuleTest } from './contract/rules.ts';
import type { InsightSource } from './insight/insight-source.ts';
import { jsonBody } from './json-body.ts';
import { shownExplanation } from './rule-explanation.ts';

/** Tries rules on an event that somebody gives. */
export function ruleTestRoutes(tryRules: InsightSource['tryRules']): Hono {
  const api = new Hono();

  api.post('/rules/test', async (context) => {
    const { rules, explain, ...event } = ruleTestBody.parse(await jsonBody(context));
    const trial = await tryRules({
      ...event,
      ...(rules !== undefined && { rules }),
      ...(explain && { explain }),
    }).catch(refuse);
    const answer: RuleTest = {
      source: trial.source,
      events: trial.events,
      outcomes: trial.outcomes.map(({ rule: { name, priority }, isNew, outcome, output }) => ({
        rule: name,
        priority,
        isNew,
        outcome,
        ...(output !== undefined && { output }),
      })),
      foreign: trial.foreign,
      explanations: trial.explanations.map(shownExplanation),
    };
    return context.json(answer);
  });

  return api;
}

function refuse(error: unknown): never {
  if (!(error instanceof TrialError)) throw error;
  throw new ApiFailure(400, error.message);
}
