import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown, Star, Trash2, Undo2 } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { useApi } from '#ui/api/api-context.ts';
import type { View } from '#ui/api/contract.ts';
import { removeView, saveView } from '#ui/api/views.ts';
import { useCommands } from '#ui/app/commands.tsx';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { Menu, MenuHead, MenuItem, MenuRule } from '#ui/design/menu.tsx';
import { useViews, type ViewedPage } from './use-views.ts';

/** Views that were saved: one's own and shared ones. */
export function ViewsMenu({ of }: { readonly of: ViewedPage }): ReactNode {
  const { views, chosen, isEdited } = useViews(of);
  const { open } = of;
  const remove = useRemoveView();
  useInitialView(views, of);
  useCommands(
    views.map((view) => ({
      id: `view-${view.id}`,
      label: view.name,
      group: `Views of ${of.title.toLowerCase()}`,
      icon: Star,
      run: () => open(view),
    })),
  );
  if (views.length === 0) return null;
  return (
    <>
      <Menu
        align="start"
        trigger={
          <Button kind="ghost" icon={Star} className="not-phone">
            {chosen?.name ?? 'Views'}
            <ChevronDown className="icon icon--small" aria-hidden="true" />
          </Button>
        }
      >
        <MenuHead>Views</MenuHead>
        {views.map((view) => (
          <MenuItem key={view.id} icon={Star} aside={view.isShared ? 'shared' : undefined} onSelect={() => open(view)}>
            {view.name}
          </MenuItem>
        ))}
        {chosen && (
          <>
            <MenuRule />
            {isEdited && (
              <MenuItem icon={Undo2} onSelect={() => open(chosen)}>
                Back to {chosen.name}
              </MenuItem>
            )}
            <MenuItem icon={Trash2} isDanger onSelect={() => remove(chosen)}>
              Delete {chosen.name}
            </MenuItem>
          </>
        )}
      </Menu>
      {isEdited && <span className="faint not-phone">edited</span>}
    </>
  );
}

/** The default view, for who comes without wanting anything in particular. */
function useInitialView(views: readonly View[], { text, hasDetail, open }: ViewedPage): void {
  const isFirst = useRef(true);
  const initial = views.find(({ isDefault }) => isDefault);
  useEffect(() => {
    if (!isFirst.current || views.length === 0) return;
    isFirst.current = false;
    if (text === '' && !hasDetail && initial) open(initial, true);
  }, [views.length, initial, text, hasDetail, open]);
}

function useRemoveView(): (view: View) => void {
  const api = useApi();
  const queries = useQueryClient();
  const { show } = useToasts();
  const reload = () => queries.invalidateQueries({ queryKey: ['views'] });
  return (view) => {
    const { id: _id, owner: _owner, ...draft } = view;
    void removeView(api, view.id).then(() => {
      show({ text: `View ${view.name} deleted`, onUndo: () => void saveView(api, draft).then(reload) });
      return reload();
    });
  };
}
