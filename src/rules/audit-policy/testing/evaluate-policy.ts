import { parse } from 'yaml';
import { z } from 'zod';

const texts = z.array(z.string());

const policySchema = z.strictObject({
  apiVersion: z.literal('audit.k8s.io/v1'),
  kind: z.literal('Policy'),
  omitStages: texts.default([]),
  omitManagedFields: z.boolean().default(false),
  rules: z
    .array(
      z.strictObject({
        level: z.enum(['None', 'Metadata', 'Request', 'RequestResponse']),
        users: texts.default([]),
        userGroups: texts.default([]),
        verbs: texts.default([]),
        namespaces: texts.default([]),
        resources: z.array(z.strictObject({ group: z.string(), resources: texts.default([]) })).default([]),
        nonResourceURLs: texts.default([]),
        omitStages: texts.default([]),
      }),
    )
    .min(1),
});

export type Policy = z.output<typeof policySchema>;
type Entry = Policy['rules'][number];

/** An audit event, as far as policies look at it. */
export const auditEvent = z.looseObject({
  stage: z.string(),
  verb: z.string(),
  requestURI: z.string(),
  user: z.looseObject({ username: z.string().optional(), groups: texts.default([]) }),
  objectRef: z
    .looseObject({
      apiGroup: z.string().default(''),
      resource: z.string(),
      subresource: z.string().default(''),
      namespace: z.string().default(''),
    })
    .optional(),
});

export type AuditEvent = z.output<typeof auditEvent>;

export function readPolicy(text: string): Policy {
  return policySchema.parse(parse(text));
}

/**
 * What the API server would tell of an event that it would tell in full without a policy; `undefined` where nothing.
 * @see https://kubernetes.io/docs/tasks/debug/debug-cluster/audit/#audit-policy
 */
export function toldBy(policy: Policy, full: object): object | undefined {
  const event = auditEvent.parse(full);
  const entry = policy.rules.find((one) => isPassing(event, one));
  const { level, omitStages } = entry ?? { level: 'None', omitStages: [] };
  if (level === 'None' || [...policy.omitStages, ...omitStages].includes(event.stage)) return undefined;
  const hidden: Readonly<Record<Entry['level'], readonly string[]>> = {
    None: [],
    Metadata: ['requestObject', 'responseObject'],
    Request: ['responseObject'],
    RequestResponse: [],
  };
  const told = Object.entries(full).filter(([key]) => !hidden[level].includes(key));
  return Object.fromEntries(
    told.map(([key, value]) => [key, policy.omitManagedFields ? withoutManagedFields(value) : value]),
  );
}

function withoutManagedFields(value: unknown): unknown {
  const body = z.looseObject({ metadata: z.looseObject({ managedFields: z.unknown() }) }).safeParse(value);
  if (!body.success) return value;
  const { managedFields: _, ...metadata } = body.data.metadata;
  return { ...body.data, metadata };
}

function isPassing({ user, verb, objectRef, requestURI }: AuditEvent, entry: Entry): boolean {
  if (entry.users.length > 0 && !entry.users.includes(user.username ?? '')) return false;
  if (entry.userGroups.length > 0 && !user.groups.some((group) => entry.userGroups.includes(group))) return false;
  if (entry.verbs.length > 0 && !entry.verbs.includes(verb)) return false;
  if (entry.namespaces.length > 0 || entry.resources.length > 0) {
    return objectRef !== undefined && isPassingResource(objectRef, entry);
  }
  if (entry.nonResourceURLs.length === 0) return true;
  const path = decodeURIComponent(requestURI.split('?', 1)[0] ?? '');
  return objectRef === undefined && entry.nonResourceURLs.some((pattern) => isPathIn(path, pattern));
}

function isPathIn(path: string, pattern: string): boolean {
  return pattern.endsWith('*') ? path.startsWith(pattern.slice(0, -1)) : path === pattern;
}

function isPassingResource(object: NonNullable<AuditEvent['objectRef']>, entry: Entry): boolean {
  const { apiGroup, resource, subresource, namespace } = object;
  if (entry.namespaces.length > 0 && !entry.namespaces.includes(namespace)) return false;
  const full = subresource === '' ? resource : `${resource}/${subresource}`;
  const names = subresource === '' ? [full, '*'] : [full, '*', `${resource}/*`, `*/${subresource}`];
  if (entry.resources.length === 0) return true;
  return entry.resources.some(({ group, resources }) => {
    const isGroup = group === apiGroup || group === '*';
    return isGroup && (resources.length === 0 || resources.some((name) => names.includes(name)));
  });
}
