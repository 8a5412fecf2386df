import type { ReactNode } from 'react';
import { toggleIncluded } from '#query/edit-query.ts';
import type { Entry, Fate } from '#ui/api/contract.ts';
import { ancestryOf } from './ancestry-of.ts';
import { Ancestry } from './ancestry.tsx';
import { Deliveries } from './deliveries.tsx';
import { fateSummary } from './fate-text.ts';
import { FieldRows, useFieldFilter } from './field-rows.tsx';
import { Section } from './section.tsx';
import { sectionsOf } from './sections-of.ts';
import { Sentence } from './sentence.tsx';
import { TagList } from './tag-list.tsx';

interface SummaryTabProps {
  readonly entry: Entry;
  readonly fates: readonly Fate[] | undefined;
  readonly onOutputs: () => void;
}

/** The alert in the order in which people ask: what, by whom, told to whom, where, and with what. */
export function SummaryTab({ entry, fates, onOutputs }: SummaryTabProps): ReactNode {
  const filter = useFieldFilter();
  const ancestry = ancestryOf(entry);
  const tags = entry.alert.tags ?? [];
  return (
    <>
      <Sentence entry={entry} />
      {ancestry.length > 1 && (
        <Section title="Process ancestry">
          <Ancestry processes={ancestry} priority={entry.alert.priority} />
        </Section>
      )}
      {fates && fates.length > 0 && (
        <Section
          title="What became of it"
          aside={fateSummary(fates)}
          tools={
            <button type="button" className="link" onClick={onOutputs}>
              With answers
            </button>
          }
        >
          <Deliveries entry={entry} fates={fates} />
        </Section>
      )}
      {sectionsOf(entry).map(({ title, fields }) => (
        <Section key={title} title={title}>
          <FieldRows fields={fields} />
        </Section>
      ))}
      {tags.length > 0 && (
        <Section title="Tags" aside="from the rule, by the names of ATT&CK">
          <TagList tags={tags} onChoose={(tag) => filter((query) => toggleIncluded(query, 'tag', tag))} />
        </Section>
      )}
    </>
  );
}
