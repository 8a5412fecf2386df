import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { saveView, type ViewDraft } from '#ui/api/views.ts';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { CheckBox, Field, Input } from '#ui/design/field.tsx';
import { Popover } from '#ui/design/popover.tsx';
import { useAlertsSearch } from '../use-alerts-search.ts';
import { useViews, useViewText } from './use-views.ts';
import './save-view-button.css';

/** Keeps query, time and order under a name. */
export function SaveViewButton(): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="not-phone">
      <Popover
        label="Save view"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={<Button kind="ghost">Save view</Button>}
      >
        <SaveViewForm onDone={() => setOpen(false)} />
      </Popover>
    </span>
  );
}

function SaveViewForm({ onDone }: { readonly onDone: () => void }): ReactNode {
  const api = useApi();
  const queries = useQueryClient();
  const { change } = useAlertsSearch();
  const { show } = useToasts();
  const { chosen, isEdited } = useViews();
  const search = useViewText();
  const [name, setName] = useState(isEdited ? (chosen?.name ?? '') : '');
  const [isShared, setShared] = useState(chosen?.isShared ?? false);
  const [isDefault, setDefault] = useState(chosen?.isDefault ?? false);
  const isSameName = chosen?.name === name.trim();

  const saving = useMutation({
    mutationFn: (draft: ViewDraft) => saveView(api, draft, isSameName ? chosen?.id : undefined),
    onSuccess: async (view) => {
      await queries.invalidateQueries({ queryKey: ['views'] });
      change({ view: view.id }, true);
      show({ text: `View ${view.name} saved` });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') saving.mutate({ name: name.trim(), page: 'alerts', search, isShared, isDefault });
  };
  return (
    <form className="save-view" onSubmit={submit}>
      <Field
        label="Name"
        hint={isSameName ? 'The view of this name is changed.' : 'Query, time and order are kept.'}
        error={saving.error ? failureText(saving.error) : undefined}
      >
        {(control) => (
          <Input {...control} value={name} maxLength={100} onChange={(event) => setName(event.target.value)} />
        )}
      </Field>
      <label className="row small">
        <CheckBox checked={isShared} onChange={(event) => setShared(event.target.checked)} />
        Everybody sees it
      </label>
      <label className="row small">
        <CheckBox checked={isDefault} onChange={(event) => setDefault(event.target.checked)} />
        Open Alerts with it
      </label>
      <Button type="submit" kind="primary" disabled={name.trim() === '' || saving.isPending}>
        {isSameName ? 'Change view' : 'Save view'}
      </Button>
    </form>
  );
}
