import { useInfiniteQuery } from '@tanstack/react-query';
import { Link, useSearch } from '@tanstack/react-router';
import { RotateCw } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { failureText } from '#ui/api/api-failure.ts';
import { useApi } from '#ui/api/api-context.ts';
import { deadLettersQuery, type DeadLetterSelection } from '#ui/api/dead-letters.ts';
import type { DeadLetter } from '#ui/api/contract.ts';
import { useMay } from '#ui/app/session.tsx';
import { Button } from '#ui/design/button.tsx';
import { countOf, formatCount } from '#ui/design/count.tsx';
import { ErrorPanel } from '#ui/design/error-panel.tsx';
import { CheckBox } from '#ui/design/field.tsx';
import { Panel } from '#ui/design/panel.tsx';
import { Skeleton } from '#ui/design/skeleton.tsx';
import { zoneName, useZone } from '#ui/design/zone.ts';
import type { Dropping } from './drop-dialog.tsx';
import { DeadLetterRow } from './dead-letter-row.tsx';

interface AllDeadLettersProps {
  readonly total: number;
  readonly isBusy: boolean;
  readonly onSendAgain: (selection: DeadLetterSelection) => void;
  readonly onDrop: (dropping: Dropping) => void;
}

export function AllDeadLetters({ total, isBusy, onSendAgain, onDrop }: AllDeadLettersProps): ReactNode {
  const { output, reason } = useSearch({ from: '/shell/dead-letters' });
  const filter = { ...(output !== undefined && { output }), ...(reason !== undefined && { reason }) };
  const query = useInfiniteQuery(deadLettersQuery(useApi(), filter));
  const letters = query.data?.pages.flatMap(({ deadLetters }) => deadLetters) ?? [];
  const { selected, toggle, toggleAll, clear } = useSelected(letters);
  const zone = zoneName(useZone());
  const isFiltered = output !== undefined || reason !== undefined;

  return (
    <Panel
      title={isFiltered ? 'Dead letters with this reason' : 'All dead letters'}
      aside={
        isFiltered ? (
          <Link to="/dead-letters" search={{}} className="link">
            Show all
          </Link>
        ) : (
          'newest first'
        )
      }
      tools={
        selected.length > 0 && (
          <SelectedTools
            selected={selected}
            isBusy={isBusy}
            onSendAgain={() => {
              for (const selection of selectionsOf(selected)) onSendAgain(selection);
              clear();
            }}
            onDrop={(dropping) => {
              onDrop(dropping);
              clear();
            }}
          />
        )
      }
      foot={footText(letters.length, isFiltered ? undefined : total)}
    >
      {query.error && (
        <ErrorPanel
          title="The list did not load"
          message={failureText(query.error)}
          onRetry={() => void query.refetch()}
        />
      )}
      {query.isPending && <Skeleton rows={8} />}
      {letters.length > 0 && (
        <table className="dead-letters">
          <thead>
            <tr>
              <th scope="col" className="dead-letters__check">
                <CheckBox
                  aria-label="Select all that are shown"
                  checked={selected.length === letters.length}
                  onChange={toggleAll}
                />
              </th>
              <th scope="col">Refused, {zone}</th>
              <th scope="col">Output</th>
              <th scope="col">Answer</th>
              <th scope="col">Alert</th>
              <th scope="col" className="dead-letters__where">
                Where
              </th>
              <th scope="col" className="figure">
                Attempts
              </th>
            </tr>
          </thead>
          <tbody>
            {letters.map((letter) => (
              <DeadLetterRow
                key={keyOf(letter)}
                letter={letter}
                isSelected={selected.includes(letter)}
                onSelect={() => toggle(letter)}
              />
            ))}
          </tbody>
        </table>
      )}
      {query.hasNextPage && (
        <div className="dead-letters__more">
          <Button kind="ghost" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      )}
    </Panel>
  );
}

interface SelectedToolsProps {
  readonly selected: readonly DeadLetter[];
  readonly isBusy: boolean;
  readonly onSendAgain: () => void;
  readonly onDrop: (dropping: Dropping) => void;
}

function SelectedTools({ selected, isBusy, onSendAgain, onDrop }: SelectedToolsProps): ReactNode {
  const may = useMay('responder');
  const selections = selectionsOf(selected);
  const [only] = selections;
  return (
    <>
      <span>{countOf(selected.length, 'selected', 'selected')}</span>
      <Button size="small" icon={RotateCw} disabled={!may || isBusy} onClick={onSendAgain}>
        Send again
      </Button>
      {only && selections.length === 1 && (
        <Button
          size="small"
          kind="danger"
          disabled={!may || isBusy}
          onClick={() => onDrop({ selection: only, count: selected.length, output: only.output })}
        >
          Drop…
        </Button>
      )}
    </>
  );
}

/** Seqs hold for one output: an alert may be dead at several. */
function selectionsOf(letters: readonly DeadLetter[]): readonly (DeadLetterSelection & { readonly output: string })[] {
  const outputs = [...new Set(letters.map(({ output }) => output))];
  return outputs.map((output) => ({
    output,
    seqs: letters.filter((letter) => letter.output === output).map(({ seq }) => seq),
  }));
}

function useSelected(letters: readonly DeadLetter[]) {
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  const selected = letters.filter((letter) => keys.has(keyOf(letter)));
  const toggle = (letter: DeadLetter) => {
    const key = keyOf(letter);
    setKeys((before) =>
      before.has(key) ? new Set([...before].filter((other) => other !== key)) : new Set([...before, key]),
    );
  };
  const toggleAll = () => setKeys(selected.length === letters.length ? new Set() : new Set(letters.map(keyOf)));
  return { selected, toggle, toggleAll, clear: () => setKeys(new Set()) };
}

function keyOf({ output, seq }: DeadLetter): string {
  return `${output} ${seq}`;
}

function footText(shown: number, total: number | undefined): string {
  const part = total === undefined ? `${formatCount(shown)} shown.` : `${formatCount(shown)} of ${formatCount(total)}.`;
  return `${part} A dead letter stays until it is sent or dropped, or its alert is removed by retention; dropping one never deletes the alert.`;
}
