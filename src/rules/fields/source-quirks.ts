/**
 * What Falco's plugins for these sources read wrongly, and we read as their documentation says:
 *
 * - `empty-texts`: cloudtrail and gcpaudit take what is no string for an empty one, in place of its JSON.
 * - `present-texts`: okta and github have an empty string where the event has nothing, so that every field exists.
 * - `document-name`: `ct.request.documentname` is never there.
 * - `read-only`: `ct.readonly` is not there where AWS left it out, although the name of the event would tell.
 * - `public-access`: `ct.info` says false of every setting of PutBucketPublicAccessBlock.
 * - `public-repository`: `github.repo.public` says true of an event that is about no repository.
 */
export const sourceQuirks = [
  'empty-texts',
  'present-texts',
  'document-name',
  'read-only',
  'public-access',
  'public-repository',
] as const;

export type SourceQuirk = (typeof sourceQuirks)[number];

export type SourceQuirks = ReadonlySet<SourceQuirk>;
