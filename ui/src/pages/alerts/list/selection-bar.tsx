import { Copy, ListFilter, Send, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { printExactJson } from '#ui/api/exact-json.ts';
import { useMay } from '#ui/app/session.tsx';
import { useToasts } from '#ui/app/toasts.tsx';
import { Button } from '#ui/design/button.tsx';
import { copyText } from '#ui/design/copy-text.ts';
import { countOf } from '#ui/design/count.tsx';
import { IconButton } from '#ui/design/icon-button.tsx';
import { Menu, MenuHead, MenuItem } from '#ui/design/menu.tsx';
import { useQueryEdit } from '../use-query-edit.ts';
import { rowKey, type AlertRow } from './row.ts';

interface SelectionBarProps {
  readonly rows: readonly AlertRow[];
  readonly onClear: () => void;
}

/** What can be done with the alerts that were selected, in place of what stands above the list. */
export function SelectionBar({ rows, onClear }: SelectionBarProps): ReactNode {
  const { set } = useQueryEdit();
  const { show } = useToasts();
  const copy = async () => {
    const text = `[${rows.map(({ entry }) => printExactJson(entry.alert)).join(',\n')}]`;
    if (await copyText(text)) show({ text: `${countOf(rows.length, 'alert')} copied as JSON` });
  };
  const only = () => {
    set(rows.length === 1 ? `uuid:${rows.map(rowKey).join()}` : `uuid:(${rows.map(rowKey).join(' or ')})`);
    onClear();
  };
  return (
    <div className="selection-bar" role="toolbar" aria-label="Selected alerts">
      <strong className="strong">{countOf(rows.length, 'alert')} selected</strong>
      <Button icon={Copy} onClick={() => void copy()}>
        Copy as JSON
      </Button>
      <Button icon={ListFilter} onClick={only}>
        Only these
      </Button>
      <SendAgain rows={rows} />
      <span className="end">
        <IconButton icon={X} label="Clear selection" shortcut="Esc" onClick={onClear} />
      </span>
    </div>
  );
}

/** Once more to one output, whatever became of them there. */
function SendAgain({ rows }: { readonly rows: readonly AlertRow[] }): ReactNode {
  const api = useApi();
  const mayAct = useMay('responder');
  const { show } = useToasts();
  const [problem, setProblem] = useState<string>();
  const outputs = [...new Set(rows.flatMap(({ pips = [] }) => pips.map(({ output }) => output)))];
  const send = async (output: string) => {
    setProblem(undefined);
    try {
      for (const row of rows) await api.send('POST', `/alerts/${rowKey(row)}/send`, { output });
      show({ text: `${countOf(rows.length, 'alert')} sent again to ${output}` });
    } catch (error) {
      setProblem(failureText(error));
    }
  };
  if (!mayAct || outputs.length === 0) return null;
  return (
    <>
      <Menu align="start" trigger={<Button icon={Send}>Send again to…</Button>}>
        <MenuHead>Output</MenuHead>
        {outputs.map((output) => (
          <MenuItem key={output} onSelect={() => void send(output)}>
            {output}
          </MenuItem>
        ))}
      </Menu>
      {problem !== undefined && (
        <span className="selection-bar__problem" role="alert">
          {problem}
        </span>
      )}
    </>
  );
}
