import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { saveView, type ViewDraft } from '#ui/api/views.ts';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { CheckBox, Field, Input } from '#ui/design/field.tsx';
import { Popover } from '#ui/design/popover.tsx';
import { useViews, type ViewedPage } from './use-views.ts';
import './save-view-button.css';

/** Keeps what is seen under a name. */
export function SaveViewButton({ of }: { readonly of: ViewedPage }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <span className="not-phone">
      <Popover
        label="Save view"
        isOpen={isOpen}
        onOpenChange={setOpen}
        trigger={<Button kind="ghost">Save view</Button>}
      >
        <SaveViewForm of={of} onDone={() => setOpen(false)} />
      </Popover>
    </span>
  );
}

interface SaveViewFormProps {
  readonly of: ViewedPage;
  readonly onDone: () => void;
}

function SaveViewForm({ of, onDone }: SaveViewFormProps): ReactNode {
  const api = useApi();
  const queries = useQueryClient();
  const { show } = useToasts();
  const { chosen, isEdited } = useViews(of);
  const [name, setName] = useState(isEdited ? (chosen?.name ?? '') : '');
  const [isShared, setShared] = useState(chosen?.isShared ?? false);
  const [isDefault, setDefault] = useState(chosen?.isDefault ?? false);
  const isSameName = chosen?.name === name.trim();

  const saving = useMutation({
    mutationFn: (draft: ViewDraft) => saveView(api, draft, isSameName ? chosen?.id : undefined),
    onSuccess: async (view) => {
      await queries.invalidateQueries({ queryKey: ['views'] });
      of.choose(view.id);
      show({ text: `View ${view.name} saved` });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (name.trim() !== '') saving.mutate({ name: name.trim(), page: of.page, search: of.text, isShared, isDefault });
  };
  return (
    <form className="save-view" onSubmit={submit}>
      <Field
        label="Name"
        hint={isSameName ? 'The view of this name is changed.' : `${of.kept} are kept.`}
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
        Open {of.title} with it
      </label>
      <Button type="submit" kind="primary" disabled={name.trim() === '' || saving.isPending}>
        {isSameName ? 'Change view' : 'Save view'}
      </Button>
    </form>
  );
}
