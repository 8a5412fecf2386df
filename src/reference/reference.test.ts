import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { url } from '#kit/url.ts';
import { defineHttpOutput } from '#outputs/define.ts';
import { httpUrl, secret } from '#outputs/options.ts';
import { catalogSource, declaredOutput } from './catalog-source.ts';
import { outputHelp } from './output-help.ts';
import { outputIndex } from './output-index.ts';
import { outputPage } from './output-page.ts';

const gotify = defineHttpOutput({
  id: 'gotify',
  about: {
    title: 'Gotify',
    category: 'chat',
    website: 'https://gotify.net',
    summary: 'pushes alerts to phones',
    setup: 'Create an application.',
    fixes: ['The content type is a MIME type.'],
  },
  options: z.strictObject({
    hostport: httpUrl('URL of the server.'),
    token: secret('Token of the application.'),
    format: z.enum(['markdown', 'text']).default('markdown').describe('One | or the other.'),
  }),
  examples: { minimal: { hostport: 'https://gotify.example.com', token: 'AbCdEf' } },
  request: (_alert, { hostport }) => ({ url: url`${hostport}/message` }),
});

describe('the page of an output', () => {
  it('holds everything the declaration says', () => {
    const page = outputPage(
      gotify,
      '### minimal: another\n\nGET /\n\n### minimal: shell in a container\n\nPOST /message\n',
    );
    expect(page).toContain('This output pushes alerts to phones. See [gotify.net](https://gotify.net).');
    expect(page).toContain('| `hostport` | `GOTIFY_HOSTPORT` | text | **required** | URL of the server. |');
    expect(page).toContain('| `token` | `GOTIFY_TOKEN` | secret | **required** | Token of the application. |');
    expect(page).toContain('| `format` | `GOTIFY_FORMAT` | `markdown`, `text` | `markdown` | One \\| or the other. |');
    expect(page).toContain('| `minimumpriority` | `GOTIFY_MINIMUMPRIORITY` |');
    expect(page).toContain(
      'Minimal:\n\n````yaml\ngotify:\n  hostport: https://gotify.example.com\n  token: AbCdEf\n````',
    );
    expect(page).toContain('## Differences from Falcosidekick\n\n- The content type is a MIME type.');
    expect(page).toContain('## What is sent\n\n````http\n### minimal: shell in a container\n\nPOST /message\n````');
  });

  it('says nothing of what there is not', () => {
    expect(outputPage(gotify, undefined)).not.toContain('What is sent');
  });
});

it('lists outputs by category', () => {
  expect(outputIndex([gotify])).toContain(
    '## Chat\n\n| Output | Type | What it does |\n| --- | --- | --- |\n| [Gotify](outputs/gotify.md) | `gotify` | pushes alerts to phones |',
  );
});

it('helps on the command line', () => {
  const lines = outputHelp(gotify).split('\n');
  expect(lines[0]).toBe('Gotify: pushes alerts to phones.');
  expect(lines).toContain('  hostport               URL of the server. (required)');
  expect(lines).toContain('  format                 One | or the other. One of markdown, text. (default: markdown)');
  expect(lines).toContain('Each has a variable: "hostport" is GOTIFY_HOSTPORT.');
  expect(lines.slice(-3)).toEqual(['  gotify:', '    hostport: https://gotify.example.com', '    token: AbCdEf']);
});

describe('the catalogue', () => {
  it('finds the outputs that files declare', () => {
    expect(declaredOutput('a.ts', 'import x;\n\nexport const alpha = defineHttpOutput({')).toEqual({
      file: 'a.ts',
      name: 'alpha',
    });
    expect(declaredOutput('a.test.ts', 'export const alpha = defineHttpOutput({')).toBeUndefined();
    expect(declaredOutput('define.ts', 'export function defineHttpOutput(')).toBeUndefined();
  });

  it('imports them in the order of their files', () => {
    const text = catalogSource([
      { file: 'slack.ts', name: 'slack' },
      { file: 'aws-sqs.ts', name: 'awsSqs' },
    ]);
    expect(text).toContain(
      "import { awsSqs } from './aws-sqs.ts';\nimport type { Output } from './output.ts';\nimport { slack } from './slack.ts';\n",
    );
    expect(text).toContain('export const catalog = [awsSqs, slack] as const satisfies readonly Output[];\n');
  });
});
