import type { Json } from '#kit/json.ts';
import { isJsonList, itemsOf, member, memberAt, stringOf, textOf, unsignedOf } from './json-values.ts';
import { at, type ComputedField, type JsonSource } from './json-source.ts';

/**
 * Webhooks of GitHub: the 25 fields of Falco's `github` plugin 0.10.1. GitHub says the type of an event in the header
 * `X-GitHub-Event`; who receives it puts it under `webhook_type`. What was found in diffs and workflows (`files`,
 * `workflow_miner_detections`) is there only where somebody has looked for it.
 * @see https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
export const github: JsonSource = {
  id: 'github',
  pluginName: 'github',
  inWords,
  fields: [
    at('github.type', '/webhook_type', 'Type of the event, such as push or repository.'),
    at('github.action', '/action', 'What happened, such as created or deleted.'),
    at('github.user', '/sender/login', 'Who did it.'),
    at('github.repo', '/repository/html_url', 'Of older rules: use github.repo.url.'),
    at('github.repo.url', '/repository/html_url', 'Address of the repository.'),
    {
      name: 'github.repo.name',
      description: 'Owner and name of the repository.',
      values: ({ json }, _, quirks) => {
        const url = repositoryUrl(json) ?? (quirks.has('present-texts') ? '' : undefined);
        return url?.replace(/^https:\/\/github\.com\//, '');
      },
    },
    at('github.repo.description', '/repository/description', 'Description of the repository.'),
    at('github.org', '/organization/login', 'The organization.'),
    at('github.owner', '/repository/owner/login', 'Owner of the repository.'),
    {
      name: 'github.repo.public',
      description: 'Whether everybody sees the repository.',
      values: ({ json }, _, quirks) => {
        const repository = member(json, 'repository');
        if (repository === undefined && !quirks.has('public-repository')) return undefined;
        return String(member(repository, 'private') !== true);
      },
    },
    at('github.collaborator.name', '/member/login', 'Whom a change of members is about.'),
    at('github.collaborator.role', '/changes/permission/to', 'The role a member is given.'),
    {
      name: 'github.webhook.id',
      description: 'Id of the webhook a message is about.',
      values: ({ json }, _, quirks) => {
        const id = memberAt(json, ['hook', 'id']);
        return id !== undefined || quirks.has('present-texts') ? String(unsignedOf(id)) : undefined;
      },
    },
    at('github.webhook.type', '/hook/type', 'Type of the webhook, such as Repository.'),
    filesOf('github.commit.added', 'added', 'Files added by the commits, separated by commas.'),
    filesOf('github.commit.modified', 'modified', 'Files changed by the commits, separated by commas.'),
    filesOf('github.commit.removed', 'removed', 'Files removed by the commits, separated by commas.'),
    {
      name: 'github.diff.has_secrets',
      description: 'Whether a secret was found in the commits.',
      values: ({ json }) => (isJsonList(member(json, 'files')) ? String(matchesOf(json).length > 0) : undefined),
    },
    secretsOf('github.diff.committed_secrets.desc', 'What the secrets are.', ({ match }) =>
      stringOf(member(match, 'desc')),
    ),
    secretsOf('github.diff.committed_secrets.files', 'The files that hold the secrets.', ({ file }) =>
      stringOf(member(file, 'name')),
    ),
    secretsOf('github.diff.committed_secrets.lines', 'The lines that hold the secrets.', lineOf),
    secretsOf('github.diff.committed_secrets.links', 'Where to see the secrets.', (found, json) => {
      const commit = stringOf(memberAt(json, ['head_commit', 'id'])) ?? '';
      const file = stringOf(member(found.file, 'name')) ?? '';
      return `${repositoryUrl(json) ?? ''}/blob/${commit}/${file}/#L${lineOf(found)}`;
    }),
    {
      name: 'github.workflow.has_miners',
      description: 'Whether a miner was found in the definition of the workflow.',
      values: ({ json }) => (minersOf(json) ? String(minersOf(json)?.length !== 0) : undefined),
    },
    {
      name: 'github.workflow.miners.type',
      description: 'The miners found, separated by commas.',
      values: ({ json }) => {
        const types = minersOf(json)?.map((miner) => textIn(miner, 'type'));
        return types && [...new Set(types)].join(',');
      },
    },
    at('github.workflow.filename', '/workflow/path', 'File that defines the workflow.'),
  ],
};

/** `github push user:eve repo:https://github.com/a/b action:created`, as far as the event has them. */
function inWords(json: Json): string {
  const parts = [
    ['user:', stringOf(memberAt(json, ['sender', 'login']))],
    ['repo:', repositoryUrl(json)],
    ['action:', stringOf(member(json, 'action'))],
  ] as const;
  const told = parts.flatMap(([label, text]) => (text === undefined ? [] : [`${label}${text}`]));
  return ['github', stringOf(member(json, 'webhook_type')) ?? '', ...told].join(' ');
}

interface Secret {
  readonly file: Json;
  readonly match: Json;
}

function repositoryUrl(json: Json): string | undefined {
  return stringOf(memberAt(json, ['repository', 'html_url']));
}

function textIn(value: Json, key: string): string {
  const found = member(value, key);
  return found === undefined ? '' : textOf(found);
}

function filesOf(name: string, key: string, description: string): ComputedField {
  const values: ComputedField['values'] = ({ json }, _, quirks) => {
    const files = itemsOf(member(json, 'commits')).flatMap((commit) => itemsOf(member(commit, key)).map(textOf));
    return files.length > 0 || quirks.has('present-texts') ? files.join(',') : undefined;
  };
  return { name, description, values };
}

function matchesOf(json: Json): readonly Secret[] {
  return itemsOf(member(json, 'files')).flatMap((file) =>
    itemsOf(member(file, 'matches')).map((match) => ({ file, match })),
  );
}

function secretsOf(
  name: string,
  description: string,
  text: (secret: Secret, json: Json) => string | undefined,
): ComputedField {
  return {
    name,
    description: `${description} Separated by commas.`,
    values: ({ json }) => {
      const secrets = matchesOf(json);
      const texts = secrets.map((secret) => text(secret, json) ?? '');
      return isJsonList(member(json, 'files')) ? texts.join(',') : undefined;
    },
  };
}

function lineOf({ match }: Secret): string {
  return String(unsignedOf(member(match, 'line')));
}

function minersOf(json: Json): readonly Json[] | undefined {
  const matches = memberAt(json, ['workflow_miner_detections', 'matches']);
  return isJsonList(matches) ? matches : undefined;
}
