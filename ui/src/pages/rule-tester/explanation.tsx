import { useState, type ReactNode } from 'react';
import type { RuleTest } from '#ui/api/contract.ts';
import { classNames } from '#ui/design/class-names.ts';
import { countOf } from '#ui/design/count.tsx';
import { CheckBox } from '#ui/design/field.tsx';
import { visibleText } from '#ui/design/visible-text.ts';
import { ReasonMark } from './reason-mark.tsx';

type RuleExplanation = RuleTest['explanations'][number];
type Part = RuleExplanation['condition'][number];

/** More than this is first shown without what the outcome does not hang on. */
const manyParts = 30;

/** Why a rule fires or does not: its condition and its exceptions, part by part. */
export function Explanation({ explanation }: { readonly explanation: RuleExplanation }): ReactNode {
  const { outcome, condition, exceptions, omitted } = explanation;
  const all = [...condition, ...exceptions.flatMap((exception) => exception.condition)];
  const [isShort, setShort] = useState(all.length > manyParts);
  const shown = (parts: readonly Part[]) => (isShort ? parts.filter(({ isDecisive }) => isDecisive) : parts);
  return (
    <div className="explanation">
      <div className="explanation__head">
        <p>It makes {outcome.replace(/^makes /, '')}</p>
        <label className="row small">
          <CheckBox checked={isShort} onChange={(event) => setShort(event.target.checked)} />
          Only what decides
        </label>
      </div>
      <Parts label="Condition" parts={shown(condition)} />
      {exceptions.map(({ name, holds, condition: parts }) => (
        <section key={name}>
          <h4>
            Exception {visibleText(name)}, which {holds ? 'holds' : 'does not hold'}
          </h4>
          <Parts label={`Exception ${name}`} parts={shown(parts)} />
        </section>
      ))}
      {omitted > 0 && <p className="faint small">{countOf(omitted, 'more part')} not shown here.</p>}
    </div>
  );
}

function Parts({ label, parts }: { readonly label: string; readonly parts: readonly Part[] }): ReactNode {
  return (
    <ol className="explanation__parts" aria-label={label}>
      {parts.map((part, index) => (
        <li
          key={index}
          className={classNames('explanation__part', !part.isDecisive && 'explanation__part--aside')}
          style={{ '--depth': Math.min(part.depth, 8) }}
        >
          <ReasonMark holds={part.holds} />
          <span>
            <code>{visibleText(part.text)}</code>{' '}
            {part.reads.map((read) => (
              <Read key={read.field} read={read} isNamed={part.reads.length > 1} />
            ))}
          </span>
        </li>
      ))}
    </ol>
  );
}

interface ReadProps {
  readonly read: Part['reads'][number];
  /** There are several. */
  readonly isNamed: boolean;
}

/** What the event has there. */
function Read({ read: { field, value }, isNamed }: ReadProps): ReactNode {
  const name = isNamed ? `${visibleText(field)} ` : '';
  return (
    <span className="explanation__read">
      {name}
      {value === undefined ? (
        <em>missing</em>
      ) : (
        <>
          is <code>{visibleText(value)}</code>
        </>
      )}{' '}
    </span>
  );
}
