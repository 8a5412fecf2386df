import type { Json } from '#kit/json.ts';
import { itemsOf, member, memberAt, stringOf, textOf, unsignedOf } from './json-values.ts';
import { at, type ComputedField, type JsonSource } from './json-source.ts';
import { RecentFailures } from './okta-failures.ts';

/**
 * The System Log of Okta: the 54 fields of Falco's `okta` plugin 0.12.0. Two of them count what a user failed at lately, so the
 * source remembers; make one per process.
 * @see https://developer.okta.com/docs/reference/api/system-log/
 */
export function oktaSource(organization = '', failures: RecentFailures = new RecentFailures()): JsonSource {
  return {
    id: 'okta',
    pluginName: 'okta',
    records: ['/data/events'],
    time: ['/published'],
    observe: (event) => failures.observe(event),
    fields: [
      { name: 'okta.app', description: 'The application, from the request URI.', values: ({ json }) => appOf(json) },
      at('okta.behaviors', '/debugContext/debugData/behaviors', 'What Okta found unusual about the behaviour.'),
      { name: 'okta.org', description: 'The organization.', values: () => organization || undefined },
      at('okta.evt.type', '/eventType', 'Type of the event, such as user.session.start.'),
      at('okta.evt.legacytype', '/legacyEventType', 'Older name of the type.'),
      at('okta.severity', '/severity', 'Severity: DEBUG, INFO, WARN or ERROR.'),
      at('okta.message', '/displayMessage', 'The event in words.'),
      at('okta.published', '/published', 'When it happened.'),
      at('okta.logonlysecuritydata', '/debugContext/debugData/logOnlySecurityData', 'What Okta knows of the risk.'),
      at('okta.actor.id', '/actor/id', 'Id of the one who acted.'),
      at('okta.actor.Type', '/actor/type', 'Type of the one who acted.'),
      at('okta.actor.alternateid', '/actor/alternateId', 'Other id of the one who acted, mostly an address.'),
      at('okta.actor.name', '/actor/displayName', 'Name of the one who acted.'),
      at('okta.client.zone', '/client/zone', 'Network zone of the client.'),
      at('okta.client.ip', '/client/ipAddress', 'Address of the client.'),
      at('okta.client.device', '/client/device', 'Device of the client.'),
      at('okta.client.id', '/client/id', 'Id of the client.'),
      at('okta.client.geo.city', '/client/geographicalContext/city', 'City of the client.'),
      at('okta.client.geo.state', '/client/geographicalContext/state', 'State of the client.'),
      at('okta.client.geo.country', '/client/geographicalContext/country', 'Country of the client.'),
      at('okta.client.geo.postalcode', '/client/geographicalContext/postalCode', 'Postal code of the client.'),
      at('okta.client.geo.lat', '/client/geographicalContext/geolocation/lat', 'Latitude of the client.'),
      at('okta.client.geo.lon', '/client/geographicalContext/geolocation/lon', 'Longitude of the client.'),
      at('okta.useragent.os', '/client/userAgent/os', 'Operating system of the client.'),
      at('okta.useragent.browser', '/client/userAgent/browser', 'Browser of the client.'),
      at('okta.useragent.raw', '/client/userAgent/rawUserAgent', 'The program of the client, in its own words.'),
      at('okta.result', '/outcome/result', 'Outcome: SUCCESS, FAILURE and so on.'),
      at('okta.reason', '/outcome/reason', 'Why it came out so.'),
      at('okta.transaction.id', '/transaction/id', 'Id of the transaction.'),
      at('okta.transaction.type', '/transaction/type', 'Type of the transaction.'),
      at('okta.requesturi', '/debugContext/debugData/requestUri', 'The URI of the request.'),
      at(
        'okta.principal.id',
        '/debugContext/debugData/originalPrincipal/id',
        'Id of the one on whose behalf it was done.',
      ),
      at(
        'okta.principal.alternateid',
        '/debugContext/debugData/originalPrincipal/alternateId',
        'Other id of that one.',
      ),
      at('okta.principal.type', '/debugContext/debugData/originalPrincipal/type', 'Type of that one.'),
      at('okta.principal.name', '/debugContext/debugData/originalPrincipal/displayName', 'Name of that one.'),
      at('okta.authentication.step', '/authenticationContext/authenticationStep', 'Step of the authentication.'),
      at('okta.authentication.sessionid', '/authenticationContext/externalSessionId', 'Id of the session.'),
      at('okta.authentication.provider', '/authenticationContext/authenticationProvider', 'Who authenticated.'),
      at(
        'okta.authentication.credentialprovider',
        '/authenticationContext/credentialProvider',
        'Who knows the secret.',
      ),
      {
        name: 'okta.security.asnumber',
        description: 'Number of the autonomous system of the client.',
        type: 'UINT64',
        values: ({ json }) => {
          const number = memberAt(json, ['securityContext', 'asNumber']);
          return number === undefined || number === null ? undefined : unsignedOf(number);
        },
      },
      at('okta.security.asorg', '/securityContext/asOrg', 'Organization of the autonomous system.'),
      at('okta.security.isp', '/securityContext/isp', 'Internet provider of the client.'),
      at('okta.security.domain', '/securityContext/domain', 'Domain of the client.'),
      at('okta.security.isproxy', '/securityContext/isProxy', 'Whether the client came through a proxy.'),
      target('okta.target.user.id', 'User', 'id', 'Id of the user it was about.'),
      target('okta.target.user.alternateid', 'User', 'alternateId', 'Other id of the user it was about.'),
      target('okta.target.user.name', 'User', 'displayName', 'Name of the user it was about.'),
      target('okta.target.group.id', 'UserGroup', 'id', 'Id of the group it was about.'),
      target('okta.target.group.alternateid', 'UserGroup', 'alternateId', 'Other id of the group it was about.'),
      target('okta.target.group.name', 'UserGroup', 'displayName', 'Name of the group it was about.'),
      target('okta.target.app.alternateid', 'AppInstance', 'alternateId', 'Other id of the application.'),
      {
        name: 'okta.targets.displayName',
        description: 'Names of all it was about in parentheses, or of one.',
        argument: 'optional-index',
        values: ({ json }, index) => targetNames(json, index),
      },
      failureCount('okta.mfa.failure.countlast', 'How often the user failed at a second factor', failures),
      failureCount('okta.mfa.deny.countlast', 'How often the user denied a push', failures),
    ],
  };
}

function appOf(json: Json): string | undefined {
  const uri = stringOf(memberAt(json, ['debugContext', 'debugData', 'requestUri']));
  return uri?.startsWith('/app/') ? uri.split('/')[2] : undefined;
}

/** Of several targets of a type, the last counts. */
function target(name: string, type: string, key: string, description: string): ComputedField {
  return {
    name,
    description,
    values: ({ json }) => {
      const found = itemsOf(member(json, 'target')).findLast((item) => member(item, 'type') === type);
      const value = member(found, key);
      return value === undefined || value === null ? undefined : textOf(value);
    },
  };
}

function targetNames(json: Json, index: string | undefined): string | undefined {
  const names = itemsOf(member(json, 'target')).map((item) => stringOf(member(item, 'displayName')) ?? '');
  if (index !== undefined) return names[Number(index)];
  return names.length === 0 ? undefined : `(${names.join(',')})`;
}

function failureCount(name: string, what: string, failures: RecentFailures): ComputedField {
  return {
    name,
    description: `${what} in the last seconds, this event among them.`,
    type: 'UINT64',
    argument: 'index',
    values: (event, seconds) => {
      failures.observe(event);
      return failures.count(event, BigInt(seconds ?? '0'));
    },
  };
}
