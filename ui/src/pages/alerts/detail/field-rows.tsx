import { useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { toggleExcluded, toggleIncluded } from '#query/edit-query.ts';
import { printQuery } from '#query/print-query.ts';
import type { Query } from '#query/query.ts';
import { FieldList } from '#ui/design/field-list.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { ValueActions } from '../list/value-actions.tsx';
import { read } from '../use-query-edit.ts';
import type { Field } from './sections-of.ts';

/** Fields with their values; each can be asked for, left out, or copied. */
export function FieldRows({ fields }: { readonly fields: readonly Field[] }): ReactNode {
  const filter = useFieldFilter();
  return (
    <FieldList
      rows={fields.map(({ name, text }) => ({
        name: visibleText(name),
        value: visibleText(text),
        actions: (
          <ValueActions
            name={name}
            value={text}
            onInclude={() => filter((query) => toggleIncluded(query, name, text))}
            onExclude={() => filter((query) => toggleExcluded(query, name, text))}
          />
        ),
      }))}
    />
  );
}

/** From the page of one alert, too, a filter leads to the list. */
export function useFieldFilter(): (edit: (query: Query) => Query) => void {
  const navigate = useNavigate();
  return (edit) => {
    void navigate({
      to: '/alerts',
      search: (before) => ({ ...before, q: printQuery(edit(read(before.q ?? '').query)) || undefined }),
    });
  };
}
