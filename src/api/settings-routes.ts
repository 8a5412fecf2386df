import { Hono, type Context } from 'hono';
import type { z } from 'zod';
import { isAllowed, requireRole } from './caller.ts';
import type { settings } from './contract/settings.ts';
import { jsonBody } from './json-body.ts';

export type SettingsAnswer = z.input<typeof settings>;

export interface SettingsParts {
  readonly settings: () => Promise<Omit<SettingsAnswer, 'addresses'>>;
  /** The URL that Falco posts to, as this machine would write it. */
  readonly falcoUrl: () => string;
  /** Puts the test alert into the journal, as if a sender had posted it. */
  readonly keepTestAlert: () => Promise<string>;
}

/** What this installation is, and whether it works. */
export function settingsRoutes({ settings, falcoUrl, keepTestAlert }: SettingsParts): Hono {
  const api = new Hono();

  api.get('/settings', async (context) => {
    const { role } = requireRole(context, 'viewer');
    const { configuration, ...all } = await settings();
    const isShown = configuration !== undefined && isAllowed(role, 'admin');
    const answer: SettingsAnswer = {
      ...all,
      ...(isShown && { configuration }),
      addresses: addresses(context, falcoUrl()),
    };
    return context.json(answer);
  });

  api.post('/test-alert', async (context) => {
    requireRole(context, 'responder');
    await jsonBody(context);
    return context.json({ uuid: await keepTestAlert() });
  });

  return api;
}

/** What the visitor calls this machine, others in the network probably do, too. */
function addresses(context: Context, falcoUrl: string): SettingsAnswer['addresses'] {
  const host = context.req.header('Host') ?? '';
  const [scheme = 'http'] = (context.req.header('X-Forwarded-Proto') ?? 'http').split(',');
  const console = /^[\w.:[\]-]+$/.test(host) && /^https?$/.test(scheme) ? `${scheme}://${host}/` : '';
  const falco = URL.canParse(falcoUrl) ? new URL(falcoUrl) : undefined;
  if (!falco || console === '') return { falco: falcoUrl, console };
  falco.hostname = new URL(console).hostname;
  return { falco: falco.href, console };
}
