import type { FieldCatalog } from '../../fields/field.ts';
import type { BinaryOperator } from '../expression.ts';
import { transformerNames } from '../operators.ts';
import { isField } from './field-operand.ts';

/** What is suspicious about a constant, in Falco's words (`LOAD_COMPILE_CONDITION`). */
export function constantWarnings(operator: BinaryOperator, constant: string, catalog: FieldCatalog): readonly string[] {
  const warnings: string[] = [];
  const bare = constant.replaceAll(/[\t-\r ]/g, '');
  if (operator === 'regex' && isPlainRegex(constant)) {
    warnings.push(
      `regex check with '${constant}' may be optimized with simpler operators such as '=', 'contains', 'startswith', 'endswith'`,
    );
  }
  if (isField(catalog, bare)) warnings.push(`'${constant}' may be a valid field misused as a const string value`);
  for (const name of ['val', ...transformerNames]) {
    if (bare.startsWith(`${name}(`) && bare.endsWith(')')) {
      warnings.push(`'${constant}' may be a valid field transformer misused as a const string value`);
    }
  }
  return warnings;
}

/** Anchors at the ends, and `.*` and its like there, do not make a pattern worth a regular expression. */
function isPlainRegex(pattern: string): boolean {
  const last = pattern.length - 1;
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern.charAt(at);
    if ((at === 0 && character === '^') || (at === last && character === '$')) continue;
    const isAtAnEnd = (at === 0 && pattern.length > 1) || at === last - 1;
    if (isAtAnEnd && character === '.' && /[+*?]/.test(pattern.charAt(at + 1))) {
      at++;
      continue;
    }
    if (/[.+*?^$()[\]{}|\\]/.test(character)) return false;
  }
  return true;
}
