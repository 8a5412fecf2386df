import type { Json } from '#kit/json.ts';
import { member, memberAt, stringOf, unsignedOf } from './json-values.ts';
import type { SourceQuirks } from './source-quirks.ts';

/** The user, the service, or the role behind a session. */
export function cloudtrailUser(json: Json): string | undefined {
  const identity = member(json, 'userIdentity');
  switch (stringOf(member(identity, 'type')) ?? '') {
    case 'Root':
    case 'IAMUser':
      return stringOf(member(identity, 'userName'));
    case 'AWSService':
      return stringOf(member(identity, 'invokedBy'));
    case 'AssumedRole':
      return stringOf(memberAt(identity, ['sessionContext', 'sessionIssuer', 'userName'])) ?? 'AssumedRole';
    case 'AWSAccount':
      return 'AWSAccount';
    case 'FederatedUser':
      return 'FederatedUser';
    default:
      return undefined;
  }
}

/** How the names of events begin that change something, where the record does not say whether it does. */
const changes =
  /^(?:Activate|Add|Admin|Assign|Associate|Attach|Cancel|Close|Create|Delete|Deregister|Destroy|Detach|Disable|Disassociate|Enable|Initialize|Modify|Open|Purchase|Put|Reboot|Register|Remove|Run|Set|Start|Stop|Suspend|Terminate|Unassign|Unlink|Update|Upgrade|Wipe)/;

export function isReadOnly(json: Json, quirks: SourceQuirks): string | undefined {
  const said = member(json, 'readOnly');
  if (said !== undefined) return String(said === true || said === 'true');
  const name = stringOf(member(json, 'eventName'));
  return name === undefined || quirks.has('read-only') ? undefined : String(!changes.test(name));
}

export function objectUri(json: Json): string | undefined {
  const bucket = stringOf(memberAt(json, ['requestParameters', 'bucketName']));
  const key = stringOf(memberAt(json, ['requestParameters', 'key']));
  return bucket === undefined || key === undefined ? undefined : `s3://${bucket}/${key}`;
}

export function transferredBytes(json: Json, keys: readonly string[]): bigint | undefined {
  const counts = keys.map((key) => memberAt(json, ['additionalEventData', key])).filter((found) => found !== undefined);
  return counts.length === 0 ? undefined : counts.reduce((total, found) => total + unsignedOf(found), 0n);
}

/** `eve via 192.0.2.1 → PutObject Size=3 URI=s3://bucket/key`; the arrow points at what is changed, `!` says that it failed. */
export function cloudtrailSummary(json: Json, quirks: SourceQuirks): string {
  const user = cloudtrailUser(json);
  const address = stringOf(member(json, 'sourceIPAddress'));
  const name = stringOf(member(json, 'eventName'));
  if (user === undefined) return '<invalid cloudtrail event: userIdentity field missing>';
  if (address === undefined) return '<invalid cloudtrail event: eventSource field missing>';
  if (name === undefined) return '<invalid cloudtrail event: eventName field missing>';
  const who = user === address ? user : `${user} via ${address}`;
  const mark = member(json, 'errorCode') === undefined ? '' : '!';
  const arrow = isReadOnly(json, quirks) === 'false' ? '→' : '←';
  return `${who} ${mark}${arrow} ${name}${details(json, name, quirks)}`;
}

/** `eu-central-1 eve s3 PutObject`, and the summary; nothing of a record that has not even these. */
export function cloudtrailInWords(json: Json, quirks: SourceQuirks): string | undefined {
  const region = stringOf(member(json, 'awsRegion'));
  const service = shortService(json);
  const name = stringOf(member(json, 'eventName'));
  if (region === undefined || service === undefined || name === undefined) return undefined;
  const user = cloudtrailUser(json) || undefined;
  return [region, user, service, name, cloudtrailSummary(json, quirks)].filter((part) => part !== undefined).join(' ');
}

/** The service without `.amazonaws.com`. */
export function shortService(json: Json): string | undefined {
  return stringOf(member(json, 'eventSource'))?.replace(/(?<=.)\.amazonaws\.com$/, '');
}

const accessSettings = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];

function details(json: Json, name: string, quirks: SourceQuirks): string {
  if (name === 'PutBucketPublicAccessBlock') {
    const settings = memberAt(json, ['requestParameters', 'PublicAccessBlockConfiguration']);
    if (settings === undefined) return '';
    const seen = quirks.has('public-access') ? json : settings;
    return ` ${accessSettings.map((setting) => `${setting}=${member(seen, setting) === true} `).join('')}`;
  }
  const size = transferredBytes(json, ['bytesTransferredIn', 'bytesTransferredOut']);
  return (size === undefined ? '' : ` Size=${size}`) + subject(json);
}

function subject(json: Json): string {
  const parameter = (key: string) => stringOf(memberAt(json, ['requestParameters', key]));
  const candidates = [
    ['URI', objectUri(json)],
    ['Bucket', parameter('bucketName')],
    ['Key', parameter('key')],
    ['Host', parameter('Host')],
  ] as const;
  const found = candidates.find(([, value]) => value !== undefined);
  return found ? ` ${found[0]}=${found[1]}` : '';
}
