/** A rule for each source of JSON beside Kubernetes. */
export const cloudRules = `
- list: office_addresses
  items: [192.0.2.1, 192.0.2.2]
- rule: Root in the console
  desc: Somebody logs in with the credentials that nobody should need.
  condition: ct.name = ConsoleLogin and ct.user.identitytype = Root and not ct.srcip in (office_addresses)
  output: The root of an account logged in (account=%ct.user.accountid address=%ct.srcip region=%ct.region)
  priority: CRITICAL
  source: aws_cloudtrail
  tags: [T1078]
- rule: Large download
  desc: Much left a bucket at once.
  condition: ct.name = GetObject and s3.bytes.out > 1000000
  output: An object was downloaded (user=%ct.user object=%s3.uri bytes=%s3.bytes.out)
  priority: WARNING
  source: aws_cloudtrail
- rule: Bucket open to all
  desc: Whoever has the address reads what is in the bucket.
  condition: gcp.methodName = storage.setIamPermissions and gcp.policyDelta contains allUsers
  output: A bucket was opened (user=%gcp.user bucket=%gcp.storage.bucket project=%gcp.projectId)
  priority: ERROR
  source: gcp_auditlog
- rule: Push notices denied
  desc: Somebody has the password, and tires the user with requests.
  condition: okta.evt.type = user.mfa.okta_verify.deny_push and okta.mfa.deny.countlast[600] >= 3
  output: A user denied notices (user=%okta.actor.alternateid address=%okta.client.ip count=%okta.mfa.deny.countlast[600])
  priority: WARNING
  source: okta
- rule: Repository made public
  desc: Everybody sees what was internal.
  condition: github.type = repository and github.action = publicized
  output: A repository is public (repository=%github.repo.name user=%github.user)
  priority: CRITICAL
  source: github
- rule: Door left open
  desc: What a sensor tells.
  condition: json.value[/door/state] = open and json.value[/door/floor] in (0, 1)
  output: A door is open (door=%json.value[/door/name] missing=%json.value[/nothing])
  priority: NOTICE
  source: json
`;

export const rootLogin = {
  eventVersion: '1.09',
  eventID: '5f0c',
  eventTime: '2026-11-24T10:00:00Z',
  eventSource: 'signin.amazonaws.com',
  eventName: 'ConsoleLogin',
  awsRegion: 'eu-central-1',
  sourceIPAddress: '198.51.100.7',
  userIdentity: { type: 'Root', accountId: '123456789012', arn: 'arn:aws:iam::123456789012:root' },
  responseElements: { ConsoleLogin: 'Success' },
};

export const largeDownload = {
  eventTime: '2026-11-24T10:00:01Z',
  eventSource: 's3.amazonaws.com',
  eventName: 'GetObject',
  sourceIPAddress: '198.51.100.7',
  userIdentity: { type: 'IAMUser', userName: 'eve' },
  requestParameters: { bucketName: 'payroll', key: '2026.csv' },
  additionalEventData: { bytesTransferredIn: 0, bytesTransferredOut: 4_000_000 },
};

export const bucketOpened = {
  timestamp: '2026-11-24T10:00:00.5Z',
  resource: { type: 'gcs_bucket', labels: { bucket_name: 'payroll', project_id: 'shop' } },
  protoPayload: {
    methodName: 'storage.setIamPermissions',
    authenticationInfo: { principalEmail: 'eve@example.com' },
    serviceData: { policyDelta: { bindingDeltas: [{ action: 'ADD', member: 'allUsers' }] } },
  },
};

export function pushDenied(second: number, user = 'mallory'): object {
  return {
    eventType: 'user.mfa.okta_verify.deny_push',
    published: `2026-11-24T10:00:${String(second).padStart(2, '0')}.000Z`,
    actor: { id: `id-of-${user}`, alternateId: `${user}@example.com` },
    client: { ipAddress: '198.51.100.7' },
    outcome: { result: 'FAILURE' },
  };
}

/** GitHub says in a header that this is about a `repository`. */
export const repositoryPublicized = {
  action: 'publicized',
  repository: { html_url: 'https://github.com/example/payroll', private: false },
  sender: { login: 'eve' },
};

export const doorOpened = { at: '2026-11-24T10:00:00+01:00', door: { name: 'Yard', state: 'open', floor: 0 } };
