import { Hono } from 'hono';
import { accessOf, type AccessRules } from '../access.ts';
import { visitorOf } from '../visitor.ts';

/** How clients of Falcosidekick-UI ask whether a name and a password are right. */
export function uiLogin(rules: AccessRules): Hono {
  const api = new Hono();
  api.on('POST', ['/auth', '/authenticate'], async (context) => {
    const { caller } = await accessOf(visitorOf(context, rules.publicHost), rules);
    return caller ? context.json('authorized') : context.json('unauthorized', 401);
  });
  return api;
}
