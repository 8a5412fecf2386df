import type { ReactNode } from 'react';
import { Chip } from '#ui/design/chip.tsx';

interface TagListProps {
  readonly tags: readonly string[];
  readonly onChoose: (tag: string) => void;
}

/** The rule's tags; each filters. */
export function TagList({ tags, onChoose }: TagListProps): ReactNode {
  return (
    <ul className="tag-list">
      {tags.map((tag) => (
        <li key={tag}>
          <button type="button" title={`Only alerts with ${tag}`} onClick={() => onChoose(tag)}>
            <Chip tone="line">{tag}</Chip>
          </button>
        </li>
      ))}
    </ul>
  );
}
