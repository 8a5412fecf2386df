import { Search, X } from 'lucide-react';
import { useId, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Span } from '#query/query.ts';
import type { ApiFailure } from '#ui/api/api-failure.ts';
import type { Selection } from '#ui/api/alerts.ts';
import type { Entry } from '#ui/api/contract.ts';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { classNames } from '#ui/design/class-names.ts';
import { IconButton } from '#ui/design/icon-button.tsx';
import { Kbd } from '#ui/design/kbd.tsx';
import { applyOffer, type Offer } from './completion.ts';
import { OfferList } from './offer-list.tsx';
import { QueryProblem } from './query-problem.tsx';
import { QueryText } from './query-text.tsx';
import { useDraft } from './use-draft.ts';
import { useOffers } from './use-offers.ts';
import './query-bar.css';

interface QueryBarProps {
  readonly selection: Selection;
  readonly entries: readonly Entry[];
  readonly placeholder?: string;
  /** What the server found wrong, where the browser did not. */
  readonly failure?: ApiFailure | undefined;
}

const usualPlaceholder = 'Search alerts, or rule:… namespace:… priority>=warning';

/** The query as one line: coloured while it is typed, completed from what there is, with the place of what is wrong. */
export function QueryBar({ selection, entries, placeholder = usualPlaceholder, failure }: QueryBarProps): ReactNode {
  const input = useRef<HTMLInputElement>(null);
  const { text, error, type, commit } = useDraft();
  const [caret, setCaret] = useState(0);
  const [scroll, setScroll] = useState(0);
  const [isOpen, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const listId = useId();
  const problemId = useId();
  const { typing, offers } = useOffers({ text, caret, isOpen, selection, entries });
  const found = error ?? failure;
  // Not yet said of what is still being completed.
  const problem = found && isOpen && offers.length > 0 && isAt(caret, found.position) ? undefined : found;

  useShortcuts([{ keys: '/', label: 'Query', group: 'List', run: () => input.current?.focus() }]);

  const write = (written: string, at: number) => {
    type(written);
    setCaret(at);
    setChosen(-1);
    setOpen(true);
  };
  const take = (offer: Offer) => {
    const { text: written, caret: at } = applyOffer(text, offer);
    write(written, at);
    requestAnimationFrame(() => input.current?.setSelectionRange(at, at));
  };
  const replace = (start: number, end: number, by: string) => {
    const written = text.slice(0, start) + by + text.slice(end);
    write(written, start + by.length);
    setOpen(false);
    input.current?.focus();
  };
  const press = (event: KeyboardEvent) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const offer = offers[chosen];
    if (by !== undefined && offers.length > 0)
      setChosen((chosen + by + offers.length + (chosen < 0 && by < 0 ? 1 : 0)) % offers.length);
    else if (event.key === 'Enter' && offer) take(offer);
    else if (event.key === 'Enter') {
      commit();
      setOpen(false);
    } else if (event.key === 'Tab' && !event.shiftKey && isOpen && typing.prefix !== '' && offers[0])
      take(offer ?? offers[0]);
    else if (event.key === 'Escape' && isOpen && offers.length > 0) setOpen(false);
    else if (event.key === 'Escape') input.current?.blur();
    else return;
    event.preventDefault();
  };

  return (
    <div className="query-bar" role="search">
      <div className={classNames('query-bar__box', problem && 'query-bar__box--bad')}>
        <Search className="icon faint" aria-hidden="true" />
        <div className="query-bar__edit">
          <div className="query-bar__shown" aria-hidden="true" style={{ '--scroll': `${-scroll}px` }}>
            <QueryText text={text} bad={problem?.position} />
          </div>
          <input
            ref={input}
            className="query-bar__input"
            value={text}
            placeholder={placeholder}
            aria-label="Query"
            aria-invalid={problem ? true : undefined}
            aria-describedby={problem ? problemId : undefined}
            role="combobox"
            aria-expanded={offers.length > 0}
            aria-controls={listId}
            aria-autocomplete="list"
            aria-activedescendant={chosen >= 0 ? `${listId}-${chosen}` : undefined}
            autoComplete="off"
            autoCapitalize="off"
            spellCheck={false}
            enterKeyHint="search"
            onChange={(event) => write(event.target.value, event.target.selectionStart ?? event.target.value.length)}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart ?? 0)}
            onScroll={(event) => setScroll(event.currentTarget.scrollLeft)}
            onFocus={() => setOpen(true)}
            onBlur={() => {
              setOpen(false);
              commit();
            }}
            onKeyDown={press}
          />
        </div>
        {text !== '' && (
          <IconButton icon={X} label="Clear query" size="small" onClick={() => replace(0, text.length, '')} />
        )}
        <Kbd>/</Kbd>
        {offers.length > 0 && <OfferList {...{ listId, offers, chosen, typing }} onTake={take} />}
      </div>
      {problem && <QueryProblem id={problemId} problem={problem} onTake={replace} />}
    </div>
  );
}

function isAt(caret: number, position: Span | undefined): boolean {
  return position !== undefined && caret >= position.start && caret <= Math.max(position.end, position.start + 1);
}
