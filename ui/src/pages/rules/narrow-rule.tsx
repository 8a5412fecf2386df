import type { ReactNode } from 'react';
import { formatCount } from '#ui/design/count.tsx';
import { Delta } from '#ui/design/delta.tsx';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import type { RuleRow } from './rule-row.ts';

/** A rule on a phone. */
export function NarrowRule({ rule, priority, count, before, description, source }: RuleRow): ReactNode {
  return (
    <div className="narrow-rule">
      <PriorityMark priority={priority} isNamed />
      <span className="strong cut narrow-rule__name">{visibleText(rule)}</span>
      <span className="figure strong">{formatCount(count)}</span>
      <span className="faint cut narrow-rule__more">{visibleText(description ?? source)}</span>
      <Delta now={count} before={before} />
    </div>
  );
}
