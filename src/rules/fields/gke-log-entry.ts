import { isJsonObject, type Json, type JsonObject } from '#kit/json.ts';
import { member, memberAt, stringOf } from './json-values.ts';

/**
 * Makes the audit event a GKE cluster's log entry was made of, as Falco's `k8saudit-gke` plugin does. The entry has no status, so
 * that the one of a request that succeeds is assumed.
 */
export function auditEventOfLogEntry(entry: Json): JsonObject | undefined {
  const payload = member(entry, 'protoPayload');
  const method = stringOf(member(payload, 'methodName'));
  const time = stringOf(member(entry, 'receiveTimestamp')) ?? stringOf(member(entry, 'timestamp'));
  if (method === undefined || time === undefined) return undefined;
  const resourceName = stringOf(member(payload, 'resourceName')) ?? '';
  const verb = method.slice(method.lastIndexOf('.') + 1);
  const target = targetOf(resourceName);
  const isStream = target?.['subresource'] === 'exec' || target?.['subresource'] === 'attach';
  return present({
    kind: 'Event',
    apiVersion: 'audit.k8s.io/v1',
    level: isStream ? 'Request' : 'RequestResponse',
    auditID: member(entry, 'insertId') ?? '',
    stage: isStream ? 'ResponseStarted' : 'ResponseComplete',
    requestURI: `/${resourceName}`,
    verb,
    user: present({ username: memberAt(payload, ['authenticationInfo', 'principalEmail']) }),
    sourceIPs: [memberAt(payload, ['requestMetadata', 'callerIp']) ?? ''],
    userAgent: memberAt(payload, ['requestMetadata', 'callerSuppliedUserAgent']),
    objectRef: target,
    responseStatus: statusOf(isStream, verb),
    requestObject: objectOf(member(payload, 'request')),
    responseObject: objectOf(member(payload, 'response')),
    requestReceivedTimestamp: time,
    stageTimestamp: time,
    annotations: annotationsOf(entry),
  });
}

function statusOf(isStream: boolean, verb: string): JsonObject {
  if (isStream) return status(101, 'Switching Protocols (inferred)');
  return verb === 'create' ? status(201, 'Created (inferred)') : status(200, 'OK (inferred)');
}

function status(code: number, message: string): JsonObject {
  return { metadata: {}, status: message, message, code };
}

/** `core/v1/namespaces/shop/pods/web/exec`, `rbac.authorization.k8s.io/v1/clusterroles/admin`. */
function targetOf(resourceName: string): JsonObject | undefined {
  const [apiGroup, apiVersion, ...rest] = resourceName.split('/');
  if (apiGroup === undefined || apiVersion === undefined) return undefined;
  const isNamespaced = rest[0] === 'namespaces' && rest.length >= 3;
  const [resource, name, subresource] = isNamespaced ? rest.slice(2) : rest;
  if (resource === undefined || (!isNamespaced && name === undefined)) return undefined;
  return present({
    resource,
    namespace: isNamespaced ? rest[1] : undefined,
    name,
    apiGroup,
    apiVersion,
    subresource,
  });
}

function annotationsOf(entry: Json): JsonObject {
  const own = member(entry, 'labels');
  const ofResource = memberAt(entry, ['resource', 'labels']);
  return { ...(isJsonObject(own) ? own : {}), ...(isJsonObject(ofResource) ? ofResource : {}) };
}

function objectOf(value: Json | undefined): Json | undefined {
  return isJsonObject(value) ? value : undefined;
}

function present(object: Readonly<Record<string, Json | undefined>>): JsonObject {
  const known: Record<string, Json> = {};
  for (const [key, value] of Object.entries(object)) if (value !== undefined) known[key] = value;
  return known;
}
