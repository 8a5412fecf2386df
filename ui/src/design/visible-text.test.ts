import { expect, it } from 'vitest';
import { visibleText } from './visible-text.ts';

it.for([
  ['\u202egnp.exe', '\\u{202e}gnp.exe'],
  ['a\u200bb', 'a\\u{200b}b'],
  ['bell\u0007', 'bell\\u{7}'],
  ['two\nlines\tand a tab', 'two\nlines\tand a tab'],
  ['naïve 日本語 🚀 👩‍💻', 'naïve 日本語 🚀 👩‍💻'],
  ['\u{e0041}', '\\u{e0041}'],
] as const)('shows %j', ([text, shown]) => {
  expect(visibleText(text)).toBe(shown);
});
