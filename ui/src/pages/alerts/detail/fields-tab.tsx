import { useState, type ReactNode } from 'react';
import type { Entry } from '#ui/api/contract.ts';
import { EmptyState } from '#ui/design/empty-state.tsx';
import { Input } from '#ui/design/field.tsx';
import { fieldText } from '../list/field-value.ts';
import { FieldRows } from './field-rows.tsx';

/** Every field, with a search for when there are many. */
export function FieldsTab({ entry }: { readonly entry: Entry }): ReactNode {
  const [search, setSearch] = useState('');
  const all = allFields(entry);
  const wanted = search.toLowerCase();
  const found = all.filter(({ name, text }) => `${name} ${text}`.toLowerCase().includes(wanted));
  return (
    <>
      <div className="alert-detail__search">
        <Input
          type="search"
          value={search}
          placeholder="Search fields and values"
          aria-label="Search fields and values"
          onChange={(event) => setSearch(event.target.value)}
        />
      </div>
      {found.length === 0 ? <EmptyState title="No field has this in it" /> : <FieldRows fields={found} />}
    </>
  );
}

function allFields({ alert, unknown }: Entry) {
  const { output_fields, tags = [], ...rest } = alert;
  const own = Object.entries({ ...rest, ...output_fields, ...unknown });
  return [...own, ['tags', tags.join(', ')] as const]
    .map(([name, value]) => ({ name, text: fieldText(value) }))
    .filter(({ text }) => text !== '');
}
