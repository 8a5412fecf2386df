import type { Json } from '#kit/json.ts';
import {
  cloudtrailSummary,
  cloudtrailUser,
  isReadOnly,
  objectUri,
  shortService,
  transferredBytes,
} from './cloudtrail-values.ts';
import { isJsonList, itemsOf, member, memberAt, stringOf, textOf } from './json-values.ts';
import type { ComputedField } from './json-source.ts';

/** The fields of CloudTrail that take more than a path: the user, what is counted, and what lists hold. */
export const cloudtrailFields: readonly ComputedField[] = [
  {
    name: 'ct.shortsrc',
    description: 'The service without .amazonaws.com.',
    values: ({ json }) => shortService(json),
  },
  {
    name: 'ct.user',
    description: 'Who acted: the user, or the role behind a session.',
    values: ({ json }) => cloudtrailUser(json),
  },
  {
    name: 'ct.originaluser',
    description: 'Who acted, as CloudTrail says it: the user, or the name of the session of a role.',
    values: ({ json }) => originalUser(json),
  },
  {
    name: 'ct.request.documentname',
    description: 'Document in the request.',
    values: ({ json }, _, quirks) => {
      const name = memberAt(json, ['requestParameters', 'documentName']);
      return name === undefined || quirks.has('document-name') ? undefined : textOf(name);
    },
  },
  {
    name: 'ct.info',
    description: 'Who did what from where, in a line.',
    values: ({ json }, _, quirks) => cloudtrailSummary(json, quirks),
  },
  flag('ct.managementevent', 'managementEvent', 'Whether the record is of management, not of data.'),
  {
    name: 'ct.readonly',
    description: 'Whether nothing was changed; by the name of the event where the record does not say.',
    values: ({ json }, _, quirks) => isReadOnly(json, quirks),
  },
  {
    name: 'ct.resources',
    description: 'The resources, each as JSON, separated by commas.',
    values: ({ json }) => itemsOf(member(json, 'resources')).map(textOf).join(',') || undefined,
  },
  flag('ct.sessioncredentialfromconsole', 'sessionCredentialFromConsole', 'Whether it was done in the console.'),
  { name: 's3.uri', description: 'The object as s3://bucket/key.', values: ({ json }) => objectUri(json) },
  bytes('s3.bytes', 'How many bytes were sent and received.', ['bytesTransferredIn', 'bytesTransferredOut']),
  bytes('s3.bytes.in', 'How many bytes were uploaded.', ['bytesTransferredIn']),
  bytes('s3.bytes.out', 'How many bytes were downloaded.', ['bytesTransferredOut']),
  count('s3.cnt.get', '1 where an object was read.', (name) => name === 'GetObject'),
  count('s3.cnt.put', '1 where an object was written.', (name) => name === 'PutObject'),
  count('s3.cnt.other', '1 for all else.', (name) => name !== 'GetObject' && name !== 'PutObject'),
  { name: 'ec2.name', description: 'Name of the instance, from its tags.', values: ({ json }) => instanceName(json) },
  {
    name: 'ec2.imageid',
    description: 'Of older rules: use ec2.imageids[0].',
    values: ({ json }) => imageIds(json, 0)?.[0],
  },
  {
    name: 'ec2.imageids',
    description: 'Ids of the images of the instances.',
    isList: true,
    argument: 'optional-index',
    values: ({ json }, argument) => imageIds(json, argument === undefined ? undefined : Number(argument)),
  },
];

function flag(name: string, key: string, description: string): ComputedField {
  return {
    name,
    description,
    values: ({ json }) => {
      const value = member(json, key);
      return value === undefined ? undefined : String(value === true || value === 'true');
    },
  };
}

function bytes(name: string, description: string, keys: readonly string[]): ComputedField {
  return { name, description, type: 'UINT64', values: ({ json }) => transferredBytes(json, keys) };
}

function count(name: string, description: string, counts: (eventName: string) => boolean): ComputedField {
  return {
    name,
    description,
    type: 'UINT64',
    values: ({ json }) => (counts(stringOf(member(json, 'eventName')) ?? '') ? 1n : undefined),
  };
}

/** A session of a role is named at the end of the ARN, or behind the colon of the principal. */
function originalUser(json: Json): string | undefined {
  const identity = member(json, 'userIdentity');
  if (member(identity, 'type') !== 'AssumedRole') return stringOf(member(identity, 'userName'));
  const arn = stringOf(member(identity, 'arn'))?.split('/');
  if (arn?.length === 3) return arn[2];
  const principal = stringOf(member(identity, 'principalId'))?.split(':');
  return principal?.length === 2 ? principal[1] : undefined;
}

function instanceName(json: Json): string | undefined {
  const specifications = itemsOf(memberAt(json, ['requestParameters', 'tagSpecificationSet', 'items']));
  const names = specifications
    .filter((specification) => member(specification, 'resourceType') === 'instance')
    .flatMap(
      (specification) => itemsOf(member(specification, 'tags')).find((tag) => member(tag, 'key') === 'Name') ?? [],
    );
  return stringOf(member(names.at(-1), 'value')) || undefined;
}

const singleImages: readonly (readonly string[])[] = [
  ['requestParameters', 'imageId'],
  ['requestParameters', 'DescribeFastLaunchImagesRequest', 'ImageId', 'content'],
  ['requestParameters', 'launchSpecification', 'imageId'],
];

function imageIds(json: Json, index: number | undefined): readonly string[] | undefined {
  const instances = memberAt(json, ['responseElements', 'instancesSet', 'items']);
  if (isJsonList(instances)) {
    const chosen = index === undefined ? instances : instances.slice(index, index + 1);
    return chosen.flatMap((instance) => stringOf(member(instance, 'imageId')) ?? []);
  }
  if (index !== undefined && index !== 0) return undefined;
  const image = singleImages.map((path) => memberAt(json, path)).find((found) => found !== undefined);
  return image === undefined ? undefined : [textOf(image)];
}
