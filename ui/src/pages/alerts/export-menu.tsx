import { Download } from 'lucide-react';
import type { ReactNode } from 'react';
import { parametersOf, type Selection } from '#ui/api/alerts.ts';
import { useApi } from '#ui/api/api-context.ts';
import { useCommands } from '#ui/app/commands.tsx';
import { Button } from '#ui/design/button.tsx';
import { Menu, MenuHead, MenuItem } from '#ui/design/menu.tsx';

type Format = 'ndjson' | 'csv' | 'json';

const formats: readonly { readonly format: Format; readonly name: string; readonly note: string }[] = [
  { format: 'csv', name: 'CSV', note: 'for a spreadsheet' },
  { format: 'ndjson', name: 'NDJSON', note: 'one alert a line' },
  { format: 'json', name: 'JSON', note: 'one list' },
];

/** The columns of the CSV, beside those that the list has in sight. */
const always = ['time', 'priority', 'rule', 'output', 'uuid'];
const fieldsOfColumns: Readonly<Record<string, readonly string[]>> = {
  source: ['source'],
  cluster: ['cluster'],
  workload: ['namespace', 'workload'],
  process: ['process'],
  user: ['user'],
  hostname: ['hostname'],
  tags: ['tag'],
};

interface ExportMenuProps {
  readonly selection: Selection;
  readonly hidden: readonly string[];
}

/** All alerts that were found, not only those in sight: the server writes them out as it reads. */
export function ExportMenu({ selection, hidden }: ExportMenuProps): ReactNode {
  const api = useApi();
  const download = (format: Format) => {
    const shown = Object.entries(fieldsOfColumns).flatMap(([id, fields]) => (hidden.includes(id) ? [] : fields));
    const columns = format === 'csv' ? [...always, ...shown].join(',') : undefined;
    const link = document.createElement('a');
    link.href = api.address('/alerts/export', { ...parametersOf(selection), format, columns });
    link.download = '';
    link.click();
  };
  useCommands(
    formats.map(({ format, name }) => ({
      id: `export-${format}`,
      label: `Export alerts as ${name}`,
      group: 'This page',
      icon: Download,
      run: () => download(format),
    })),
  );
  return (
    <Menu
      trigger={
        <Button kind="ghost" icon={Download} className="not-phone">
          Export
        </Button>
      }
    >
      <MenuHead>All alerts found</MenuHead>
      {formats.map(({ format, name, note }) => (
        <MenuItem key={format} aside={note} onSelect={() => download(format)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
