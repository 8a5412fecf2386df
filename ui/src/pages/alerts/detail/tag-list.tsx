import type { ReactNode } from 'react';
import { attackTagName } from '#ui/attack/attack-tag.ts';
import { Chip } from '#ui/design/chip.tsx';
import { visibleText } from '#ui/design/visible-text.ts';

interface TagListProps {
  readonly tags: readonly string[];
  readonly onChoose: (tag: string) => void;
}

/** The rule's tags, those of ATT&CK first and by their names; each filters. */
export function TagList({ tags, onChoose }: TagListProps): ReactNode {
  return (
    <ul className="tag-list">
      {inOrder(tags).map((tag) => (
        <li key={tag}>
          <button type="button" title={`Only alerts with the tag ${tag}`} onClick={() => onChoose(tag)}>
            <Chip tone="line">{attackTagName(tag) ?? visibleText(tag)}</Chip>
          </button>
        </li>
      ))}
    </ul>
  );
}

function inOrder(tags: readonly string[]): readonly string[] {
  const isOfAttack = (tag: string) => Number(attackTagName(tag) !== undefined);
  return tags.toSorted((a, b) => isOfAttack(b) - isOfAttack(a));
}
