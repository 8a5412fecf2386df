import { getRouteApi } from '@tanstack/react-router';
import { Search } from 'lucide-react';
import { useEffect, useRef, useState, type ReactNode } from 'react';
import { useShortcuts } from '#ui/app/keyboard.tsx';
import { countOf } from '#ui/design/count.tsx';
import { Input } from '#ui/design/field.tsx';

const route = getRouteApi('/shell/rules');
const quietMs = 250;

/** Rules with these words. While it is typed the address is replaced: one step in the history. */
export function RuleFilter({ count }: { readonly count: number }): ReactNode {
  const { contains = '' } = route.useSearch();
  const navigate = route.useNavigate();
  const [text, setText] = useState(contains);
  const input = useRef<HTMLInputElement>(null);
  const hasStep = useRef(false);

  useEffect(() => {
    if (document.activeElement !== input.current) setText(contains);
  }, [contains]);
  useEffect(() => {
    if (text === contains || document.activeElement !== input.current) return undefined;
    const timer = setTimeout(() => {
      const chosen = text === '' ? undefined : text;
      void navigate({ search: (before) => ({ ...before, contains: chosen }), replace: hasStep.current });
      hasStep.current = true;
    }, quietMs);
    return () => clearTimeout(timer);
  }, [text, contains, navigate]);
  useShortcuts([{ keys: '/', label: 'Filter rules', group: 'List', run: () => input.current?.focus() }]);

  return (
    <>
      <div className="rules__filter-box">
        <Search className="icon faint" aria-hidden="true" />
        <Input
          ref={input}
          type="search"
          value={text}
          placeholder="Filter by name, tag, technique or description"
          aria-label="Filter rules"
          onChange={(event) => setText(event.target.value)}
          onBlur={() => {
            hasStep.current = false;
          }}
          onKeyDown={(event) => event.key === 'Escape' && input.current?.blur()}
        />
      </div>
      <span className="faint small no-wrap" role="status">
        {countOf(count, 'rule')}
      </span>
    </>
  );
}
