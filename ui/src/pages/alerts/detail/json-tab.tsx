import { useMemo, type ReactNode } from 'react';
import type { Entry } from '#ui/api/contract.ts';
import { printExactJson } from '#ui/api/exact-json.ts';
import { CodeBlock } from '#ui/design/code-block.tsx';
import { CopyButton } from '#ui/design/copy-button.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { jsonLines } from './json-lines.ts';
import './json-tab.css';

/** The alert as it is kept. Each line knows its path. */
export function JsonTab({ entry }: { readonly entry: Entry }): ReactNode {
  const whole = useMemo(() => ({ ...entry.alert, ...entry.unknown }), [entry]);
  const lines = useMemo(() => jsonLines(whole), [whole]);
  return (
    <div className="json-tab">
      <CodeBlock code={printExactJson(whole)} title={`Alert ${entry.seq}, as it is kept`}>
        {lines.map(({ indent, key, text, path }) => (
          <span key={`${path}${text}`} className="json-tab__line" style={{ '--indent': indent }}>
            <span className="json-tab__text">
              {key !== undefined && <span className="json-tab__key">{visibleText(key)}: </span>}
              {visibleText(text)}
            </span>
            {path !== '' && key !== undefined && (
              <span className="json-tab__path">
                <CopyButton text={path} label={`Copy path ${path}`} />
              </span>
            )}
          </span>
        ))}
      </CodeBlock>
    </div>
  );
}
