import type { ReactNode } from 'react';
import type { GroupDetail } from '#ui/api/contract.ts';
import { countOf } from '#ui/design/count.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { Section } from './section.tsx';

/** The fingerprint: what these alerts have in common, and others have not. */
export function WhyGrouped({ fingerprint }: Pick<GroupDetail, 'fingerprint'>): ReactNode {
  return (
    <Section title="Why these are one group" aside={`${countOf(fingerprint.length, 'field')} agree`}>
      <dl className="why-grouped">
        {fingerprint.map(({ field, value }) => (
          <div key={field}>
            <dt>{field}</dt>
            <dd>{value === '' ? <span className="faint">none</span> : visibleText(value)}</dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}
