import { memberAt, stringOf, textOf } from './json-values.ts';
import { at, sourceText, type JsonSource } from './json-source.ts';

const labels = ['resource', 'labels'] as const;

/**
 * Audit logs of Google Cloud: the 25 fields of Falco's `gcpaudit` plugin 0.8.1.
 * @see https://cloud.google.com/logging/docs/reference/v2/rest/v2/LogEntry
 */
export const gcpAudit: JsonSource = {
  id: 'gcp_auditlog',
  pluginName: 'gcpaudit',
  // Pub/Sub: what is pulled, and one message, which alone is pushed.
  records: ['/receivedMessages'],
  encoded: ['/message/data'],
  time: ['/timestamp'],
  fields: [
    at('gcp.user', '/protoPayload/authenticationInfo/principalEmail', 'Who acted.'),
    at('gcp.callerIP', '/protoPayload/requestMetadata/callerIp', 'The address the request came from.'),
    at('gcp.userAgent', '/protoPayload/requestMetadata/callerSuppliedUserAgent', 'The program that made the request.'),
    at('gcp.authorizationInfo', '/protoPayload/authorizationInfo', 'What was authorized, as JSON.'),
    at('gcp.serviceName', '/protoPayload/serviceName', 'The API that was called.'),
    {
      name: 'gcp.policyDelta',
      description: 'How the access policy of the resource changed, as JSON.',
      values: ({ json }, _, quirks) => {
        const isBucket = memberAt(json, ['resource', 'type']) === 'gcs_bucket';
        const path = isBucket ? ['serviceData', 'policyDelta'] : ['metadata', 'datasetChange'];
        const delta = memberAt(json, ['protoPayload', ...path, 'bindingDeltas']);
        return delta === undefined ? undefined : sourceText(delta, quirks);
      },
    },
    at('gcp.request', '/protoPayload/request', 'The request, as JSON.'),
    at('gcp.methodName', '/protoPayload/methodName', 'The method that was called.'),
    at('gcp.cloudfunctions.function', '/resource/labels/function_name', 'Name of the Cloud Function.'),
    at('gcp.cloudsql.databaseId', '/resource/labels/database_id', 'Id of the Cloud SQL database.'),
    at('gcp.compute.instanceId', '/resource/labels/instance_id', 'Id of the Compute Engine instance.'),
    at('gcp.compute.networkId', '/resource/labels/network_id', 'Id of the network.'),
    at('gcp.compute.subnetwork', '/resource/labels/subnetwork_name', 'Name of the subnetwork.'),
    at('gcp.compute.subnetworkId', '/resource/labels/subnetwork_id', 'Id of the subnetwork.'),
    at('gcp.dns.zone', '/resource/labels/zone_name', 'Name of the DNS zone.'),
    at('gcp.iam.serviceAccount', '/resource/labels/email_id', 'Address of the service account.'),
    at('gcp.iam.serviceAccountId', '/resource/labels/unique_id', 'Id of the service account.'),
    {
      name: 'gcp.location',
      description: 'The location or region, or the region of the zone.',
      values: ({ json }) => {
        const named = memberAt(json, [...labels, 'location']) ?? memberAt(json, [...labels, 'region']);
        return named === undefined ? regionOf(stringOf(memberAt(json, [...labels, 'zone']))) : textOf(named);
      },
    },
    {
      name: 'gcp.logging.sink',
      description: 'Name of the log sink.',
      values: ({ json }) => {
        const name = memberAt(json, [...labels, 'name']);
        const isSink = memberAt(json, ['resource', 'type']) === 'logging_sink';
        return isSink && name !== undefined ? textOf(name) : undefined;
      },
    },
    at('gcp.projectId', '/resource/labels/project_id', 'Id of the project.'),
    at('gcp.resourceName', '/protoPayload/resourceName', 'Name of the resource.'),
    at('gcp.resourceType', '/resource/type', 'Type of the resource.'),
    {
      name: 'gcp.resourceLabels',
      description: 'Labels of the resource, as JSON.',
      values: ({ json }) => {
        const found = memberAt(json, labels);
        return found === undefined ? undefined : textOf(found);
      },
    },
    at('gcp.storage.bucket', '/resource/labels/bucket_name', 'Name of the bucket.'),
    at('gcp.time', '/timestamp', 'When it happened, RFC 3339.'),
  ],
};

/** `us-central1-a` lies in `us-central1`. */
function regionOf(zone: string | undefined): string | undefined {
  if (zone === undefined || zone === '') return undefined;
  return zone.length > 2 ? zone.slice(0, -2) : zone;
}
