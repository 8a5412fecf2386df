import { z } from 'zod';
import { role } from './common.ts';

/** Who asks. */

/** `GET /session`: answers 200 to everybody; without a session, `user` is absent. */
export const session = z.strictObject({
  user: z.strictObject({ login: z.string(), name: z.string(), role }).optional(),
  /** How people get in: with a password, or not at all where `console.auth` is `none`. */
  auth: z.enum(['local', 'none']),
  /** There is no user yet: the link that was printed at the start makes the first. */
  isFirstStart: z.boolean(),
  /** To send as `X-Tiercel-Csrf` with what changes something. */
  csrf: z.string().optional(),
  version: z.string(),
  /** Alerts are made up: `--demo`. */
  isDemo: z.boolean(),
});
export type Session = z.output<typeof session>;

/** `POST /session`: 401 for a wrong name or password, with `retryAfterMs` when it is too often. */
export const loginBody = z.strictObject({ login: z.string().min(1).max(200), password: z.string().min(1).max(1000) });
/** `POST /session/first`: makes the first user, an admin, from the link's secret. `DELETE /session` ends a session. */
export const firstUserBody = z.strictObject({
  secret: z.string().min(1).max(200),
  login: z.string().trim().min(1).max(200),
  password: z.string().min(1).max(1000),
});
export const passwordBody = z.strictObject({ current: z.string().max(1000), password: z.string().min(1).max(1000) });

export const user = z.strictObject({
  login: z.string(),
  name: z.string(),
  role,
  createdAtMs: z.number(),
  lastSeenMs: z.number().optional(),
  isDisabled: z.boolean(),
  sessions: z.int(),
  /** From the configuration or an environment variable: changed there. */
  isFixed: z.boolean(),
});
export type User = z.output<typeof user>;
/** `GET /users`; every signed-in person may, to assign. */
export const users = z.strictObject({ users: z.array(user) });
/** `POST /users` */
export const newUserBody = z.strictObject({
  login: z.string().trim().min(1).max(200),
  name: z.string().trim().max(200).default(''),
  role,
  password: z.string().min(1).max(1000),
});
/** `PATCH /users/:login`; `DELETE` removes. */
export const changeUserBody = z.strictObject({
  name: z.string().trim().max(200).optional(),
  role: role.optional(),
  password: z.string().min(1).max(1000).optional(),
  isDisabled: z.boolean().optional(),
});

export const apiToken = z.strictObject({
  id: z.string(),
  name: z.string(),
  role,
  /** `ingest` may only post alerts. */
  scope: z.enum(['api', 'ingest']),
  createdAtMs: z.number(),
  createdBy: z.string(),
  lastUsedAtMs: z.number().optional(),
  expiresAtMs: z.number().optional(),
  /** The first characters, to tell one from another. */
  prefix: z.string(),
});
export type ApiToken = z.output<typeof apiToken>;
/** `GET /tokens` */
export const tokens = z.strictObject({ tokens: z.array(apiToken) });
/** `POST /tokens`; `DELETE /tokens/:id` revokes. */
export const newTokenBody = z.strictObject({
  name: z.string().trim().min(1).max(200),
  role: role.default('viewer'),
  scope: z.enum(['api', 'ingest']).default('api'),
  expiresInDays: z.int().min(1).max(3650).optional(),
});
/** The token itself is shown once. */
export const newToken = z.strictObject({ token: z.string(), info: apiToken });

/** `GET /audit`: what people did, newest first. */
export const auditQuery = z.strictObject({
  before: z.string().max(100).optional(),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
export const audit = z.strictObject({
  events: z.array(
    z.strictObject({
      id: z.string(),
      atMs: z.number(),
      by: z.string(),
      action: z.string(),
      /** What it was done to: a group, an output, a login. */
      subject: z.string(),
      detail: z.string().optional(),
      address: z.string().optional(),
    }),
  ),
  next: z.string().optional(),
});
export type Audit = z.output<typeof audit>;
