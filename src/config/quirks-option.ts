import { z } from 'zod';
import { sourceQuirks } from '#rules/fields/source-quirks.ts';
import { kubernetesQuirks } from '#rules/fields/kubernetes-quirks.ts';
import type { Quirk } from '#rules/rule-set.ts';

/** What a field says with each of the mistakes. */
const meanings: Readonly<Record<Quirk, string>> = {
  sourceips: '`ka.sourceips` never has the addresses of the client',
  'effective-ids': '`eff_run_as_user` and `eff_run_as_group` are nearly always 0',
  capabilities: '`add_capabilities` has one JSON list per container',
  'image-repository': '`image.repository` ends at the first colon, also at that of a port',
  'service-ports': '`ka.req.service.ports` has one JSON list',
  'empty-texts': '`ct.*` and `gcp.*` are empty where the value is no string',
  'present-texts': '`okta.*` and `github.*` are empty, and exist, where there is no value',
  'document-name': '`ct.request.documentname` is never there',
  'read-only': '`ct.readonly` is not derived from the name of the event',
  'public-access': '`ct.info` says false of every setting of PutBucketPublicAccessBlock',
  'public-repository': '`github.repo.public` says true where there is no repository',
};

const lines = Object.entries(meanings).map(([quirk, meaning]) => `\`${quirk}\`: ${meaning}`);

export const quirksOption = z
  .array(z.enum([...kubernetesQuirks, ...sourceQuirks]))
  .default([])
  .describe(
    `Mistakes of Falco's plugins that fields are to make, too, for rules that were written around them. ${lines.join('; ')}.`,
  );
