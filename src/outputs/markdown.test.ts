import { expect, it } from 'vitest';
import { escapeMarkdown, escapeMarkdownWithoutEntities } from './markdown.ts';

it.for([
  ['*a* **b** ~~c~~ `d`', String.raw`\*a\* \*\*b\*\* \~\~c\~\~ \`d\``],
  ['[bank](http://evil.example)', String.raw`\[bank\](http://evil.example)`],
  ['![x](http://evil.example/x.png)', String.raw`!\[x\](http://evil.example/x.png)`],
  ['a | b', String.raw`a \| b`],
  [String.raw`c:\windows\*`, String.raw`c:\\windows\\\*`],
  ['_a_ k8s_ns_name', String.raw`\_a\_ k8s_ns_name`],
  ['# a\n  > b\n- c\n+ d\n===', '\\# a\n  \\> b\n\\- c\n\\+ d\n\\==='],
  ['---\n -- -\n-', '\\---\n \\-- -\n\\-'],
  ['-c id\n--\n10.0.0.1 1.0\n=x', '-c id\n\\--\n10.0.0.1 1.0\n=x'],
  ['1. a\n22) b', '1\\. a\n22\\) b'],
  ['    code\n\tcode', '\u200b    code\n\u200b\tcode'],
  ['<b> &lt; &#60; a && b', '&lt;b> &amp;lt; &amp;#\u200b60; a && b'],
  ['<!channel> <@U1> @here #general', '&lt;!channel> &lt;@\u200bU1> @\u200bhere #\u200bgeneral'],
  ['This is a test from falcosidekick (uid=0)', 'This is a test from falcosidekick (uid=0)'],
] as const)('makes %j mean itself', ([text, escaped]) => {
  expect(escapeMarkdown(text)).toBe(escaped);
});

it('has a backslash before what would be an element, for services without entities', () => {
  expect(escapeMarkdownWithoutEntities('<t:1> <#1> &lt; ||a||')).toBe(
    '\\<\u200bt:1> \\<\u200b#\u200b1> &lt; \\|\\|a\\|\\|',
  );
});
