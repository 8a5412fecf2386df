import { useNavigate } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useId, useMemo, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import { Kbd } from '#ui/design/kbd.tsx';
import { useAllCommands, type Command } from './commands.tsx';
import '#ui/design/floating.css';
import '#ui/design/menu.css';
import './palette.css';

/** Pages, commands and a search in one list. */
export function Palette({ onClose }: { readonly onClose: () => void }): ReactNode {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const commands = useFound(text);
  const active = commands[Math.min(chosen, commands.length - 1)];

  const run = (command: Command | undefined) => {
    if (!command) return;
    onClose();
    command.run();
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (by !== undefined) setChosen((chosen + by + commands.length) % Math.max(1, commands.length));
    else if (event.key === 'Enter') run(active);
    else return;
    event.preventDefault();
  };

  return (
    <Radix.Root open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="scrim palette__scrim">
          <Radix.Content className="floating palette" aria-describedby={undefined}>
            <Radix.Title className="only-read-out">Search or jump to</Radix.Title>
            <div className="palette__input">
              <Search className="icon faint" aria-hidden="true" />
              <input
                value={text}
                placeholder="Search alerts, jump to a page, run a command"
                aria-label="Search or jump to"
                role="combobox"
                aria-expanded="true"
                aria-controls={listId}
                aria-activedescendant={active && `${listId}-${active.id}`}
                onChange={(event) => {
                  setText(event.target.value);
                  setChosen(0);
                }}
                onKeyDown={press}
              />
              <Kbd>Esc</Kbd>
            </div>
            <Results {...{ listId, commands, active }} onRun={run} onPoint={(index) => setChosen(index)} />
          </Radix.Content>
        </Radix.Overlay>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface ResultsProps {
  readonly listId: string;
  readonly commands: readonly Command[];
  readonly active: Command | undefined;
  readonly onRun: (command: Command) => void;
  readonly onPoint: (index: number) => void;
}

function Results({ listId, commands, active, onRun, onPoint }: ResultsProps): ReactNode {
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    list.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);
  return (
    <ul ref={list} id={listId} className="palette__list" role="listbox" aria-label="Found">
      {commands.map((command, index) => (
        <li key={command.id} role="presentation">
          {command.group !== commands[index - 1]?.group && (
            <div className="menu__head" role="presentation">
              {command.group}
            </div>
          )}
          <div
            id={`${listId}-${command.id}`}
            className="menu__item"
            role="option"
            aria-selected={command === active}
            onPointerMove={() => onPoint(index)}
            onClick={() => onRun(command)}
          >
            {command.icon && <command.icon className="icon" aria-hidden="true" />}
            <span className="menu__text">{command.label}</span>
            {command.shortcut?.split(' ').map((key) => (
              <Kbd key={key}>{key}</Kbd>
            ))}
          </div>
        </li>
      ))}
    </ul>
  );
}

function useFound(text: string): readonly Command[] {
  const all = useAllCommands();
  const navigate = useNavigate();
  return useMemo(() => {
    const words = text.toLowerCase().split(/\s+/).filter(Boolean);
    const found = all().filter(({ label, words: more = '', group }) => {
      const name = `${label} ${more} ${group}`.toLowerCase();
      return words.every((word) => name.includes(word));
    });
    if (words.length === 0) return inGroups(found);
    const search: Command = {
      id: 'search-alerts',
      label: `Alerts with “${text.trim()}”`,
      group: 'Search',
      icon: Search,
      run: () => void navigate({ to: '/alerts', search: { q: text.trim() } }),
    };
    return [...inGroups(found), search];
  }, [all, navigate, text]);
}

/** Commands of the page before pages before what holds everywhere. */
function inGroups(commands: readonly Command[]): readonly Command[] {
  return [...Map.groupBy(commands, ({ group }) => group).values()].flat();
}
