import { ListFilter } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { clausesOf } from '#query/edit-query.ts';
import type { Selection } from '#ui/api/alerts.ts';
import { ZoneSwitch } from '#ui/app/time-range-picker.tsx';
import { Button } from '#ui/design/button.tsx';
import { Dialog } from '#ui/design/dialog.tsx';
import { Facets } from './facets/facets.tsx';
import { useQueryEdit } from './use-query-edit.ts';

/** The filters where there is no room for them beside the list. */
export function FiltersButton({ selection }: { readonly selection: Required<Selection> }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const { query } = useQueryEdit();
  const count = clausesOf(query).length;
  return (
    <>
      <Button icon={ListFilter} className="alerts__filters-button" onClick={() => setOpen(true)}>
        Filters {count > 0 && <span className="faint">{count}</span>}
      </Button>
      <Dialog
        title="Filters"
        isOpen={isOpen}
        onClose={() => setOpen(false)}
        actions={
          <Button kind="primary" onClick={() => setOpen(false)}>
            Show alerts
          </Button>
        }
      >
        <ZoneSwitch />
        <div className="alerts__filters">
          <Facets selection={selection} />
        </div>
      </Dialog>
    </>
  );
}
