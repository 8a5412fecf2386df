import type { EventSettings } from '#sources/event-settings.ts';
import type { GlobalOptions } from './global-options.ts';

/** How events of other sources than Falco and Kubernetes come in. */
export function eventConfiguration({ events, source }: GlobalOptions): EventSettings {
  return {
    limits: {
      maxBodyBytes: Math.min(events.maxbody, source.maxbody),
      maxEventBytes: events.maxevent,
      maxEvents: source.maxalerts,
      maxDepth: source.maxdepth,
    },
    token: events.token,
    githubSecret: events.github.webhooksecret,
    sources: { oktaOrganization: events.okta.organization, json: events.json },
  };
}
