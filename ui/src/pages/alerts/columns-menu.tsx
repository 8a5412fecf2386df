import { Columns3 } from 'lucide-react';
import type { ReactNode } from 'react';
import { usePreferences } from '#ui/app/preferences.tsx';
import { Button } from '#ui/design/button.tsx';
import { Menu, MenuCheck, MenuChoice, MenuHead, MenuRule } from '#ui/design/menu.tsx';
import { initiallyHidden } from './list/columns.tsx';

const offered = [
  ['priority', 'Priority'],
  ['source', 'Source'],
  ['cluster', 'Cluster'],
  ['workload', 'Workload'],
  ['process', 'Process'],
  ['user', 'User'],
  ['hostname', 'Host'],
  ['tags', 'Tags'],
  ['outputs', 'Outputs'],
] as const;

/** Which columns there are, where there is room, and how high a row is. Remembered in this browser. */
export function ColumnsMenu(): ReactNode {
  const { preferences, change } = usePreferences();
  const hidden: readonly string[] = preferences.hiddenColumns['alerts'] ?? initiallyHidden;
  const show = (id: string, isShown: boolean) => {
    const alerts = isShown ? hidden.filter((other) => other !== id) : [...hidden, id];
    change({ hiddenColumns: { ...preferences.hiddenColumns, alerts } });
  };
  return (
    <Menu
      trigger={
        <Button kind="ghost" icon={Columns3} className="not-phone">
          Columns
        </Button>
      }
    >
      <MenuHead>Columns</MenuHead>
      {offered.map(([id, name]) => (
        <MenuCheck key={id} isChecked={!hidden.includes(id)} onChange={(isShown) => show(id, isShown)}>
          {name}
        </MenuCheck>
      ))}
      <MenuRule />
      <MenuHead>Rows</MenuHead>
      <MenuChoice
        value={preferences.density}
        onChange={(density) => change({ density })}
        options={[
          { value: 'compact', label: 'Compact' },
          { value: 'default', label: 'Default' },
          { value: 'roomy', label: 'Roomy' },
        ]}
      />
    </Menu>
  );
}
