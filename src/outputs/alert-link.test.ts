import { expect, it } from 'vitest';
import { alertLink } from './alert-link.ts';
import { installation } from './testing/alerts.ts';

const uuid = '018f3a5e-7d2c-4b1a-9f00-000000000001';

it.for(['https://tiercel.example.com/sub', 'https://tiercel.example.com/sub/'])('leads below %s', (consoleurl) => {
  expect(alertLink({ uuid }, { ...installation, consoleurl })).toBe(`https://tiercel.example.com/sub/alerts/${uuid}`);
});

it('lets no id lead elsewhere', () => {
  expect(alertLink({ uuid: '../x?y#z' }, installation)).toBe('https://tiercel.example.com/alerts/..%2Fx%3Fy%23z');
});

it('is none where nobody said how the console is reached', () => {
  expect(alertLink({ uuid }, { ...installation, consoleurl: undefined })).toBeUndefined();
});
