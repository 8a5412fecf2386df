import { Hono } from 'hono';
import { expect, it } from 'vitest';
import { ApiFailure } from './api-failure.ts';
import { requireRole, type Caller } from './caller.ts';

function appFor(caller: Caller): Hono {
  const app = new Hono();
  app.onError((error, context) =>
    error instanceof ApiFailure ? context.json(error.body, error.status) : context.text('other', 500),
  );
  app.use(async (context, next) => {
    context.set('caller', caller);
    await next();
  });
  app.get('/', (context) => context.text(requireRole(context, 'responder').login));
  return app;
}

it('lets those pass who may as much or more', async () => {
  for (const role of ['responder', 'admin'] as const) {
    const answer = await appFor({ login: 'mara', role, kind: 'session' }).request('/');
    expect(await answer.text()).toBe('mara');
  }
});

it('tells others what they lack', async () => {
  const answer = await appFor({ login: 'vic', role: 'viewer', kind: 'token' }).request('/');
  expect(answer.status).toBe(403);
  expect(await answer.json()).toEqual({
    error: 'This needs the role "responder", and "vic" has the role "viewer": ask an admin for it',
  });
});
