import type { ReactNode } from 'react';
import { Dialog } from '#ui/design/dialog.tsx';
import { Kbd } from '#ui/design/kbd.tsx';
import { useAllShortcuts } from './keyboard.tsx';
import { modifierKey } from './modifier-key.ts';
import './key-list.css';

/** Every key that holds on the page in sight. */
export function KeyList({ onClose }: { readonly onClose: () => void }): ReactNode {
  const shortcuts = useAllShortcuts()();
  const groups = Map.groupBy(shortcuts, ({ group }) => group);
  return (
    <Dialog title="Keyboard" isOpen onClose={onClose} width="wide">
      <div className="key-list">
        {[...groups].map(([group, of]) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {of.map(({ keys, label }) => (
                <div key={keys} className="key-list__row">
                  <dt>{label}</dt>
                  <dd>
                    {keys.split(' ').map((key, index) => (
                      <Kbd key={`${index} ${key}`}>{nameOf(key)}</Kbd>
                    ))}
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function nameOf(key: string): string {
  return key.replace('Mod+', modifierKey).replace('Escape', 'Esc');
}
