import { Link } from '@tanstack/react-router';
import { ChevronDown, ChevronRight } from 'lucide-react';
import { useId, useState, type ReactNode } from 'react';
import type { DeadLetter, FalcoAlert } from '#ui/api/contract.ts';
import { CheckBox } from '#ui/design/field.tsx';
import { PriorityMark } from '#ui/design/priority-mark.tsx';
import { TimeText } from '#ui/design/time-text.tsx';

interface DeadLetterRowProps {
  readonly letter: DeadLetter;
  readonly isSelected: boolean;
  readonly onSelect: () => void;
}

/** One line; what came back is below it when it is unfolded. */
export function DeadLetterRow({ letter, isSelected, onSelect }: DeadLetterRowProps): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const id = useId();
  const { alert } = letter.entry;
  const Arrow = isOpen ? ChevronDown : ChevronRight;
  return (
    <>
      <tr aria-selected={isSelected}>
        <td className="dead-letters__check">
          <CheckBox aria-label={`Select ${alert.rule}`} checked={isSelected} onChange={onSelect} />
        </td>
        <td className="no-wrap">
          <button
            type="button"
            className="dead-letters__fold"
            aria-expanded={isOpen}
            aria-controls={id}
            onClick={() => setOpen(!isOpen)}
          >
            <Arrow className="icon icon--small" aria-hidden="true" />
            <TimeText at={letter.atMs} style="day-and-time" />
          </button>
        </td>
        <td className="cut">{letter.output}</td>
        <td className="cut">
          {letter.status !== undefined && <span className="mono">{letter.status} </span>}
          <span className="muted">{letter.reason}</span>
        </td>
        <td className="cut">
          <Link to="/alerts/$id" params={{ id: alert.uuid }} className="dead-letters__alert">
            <PriorityMark priority={alert.priority} /> {alert.rule}
          </Link>
        </td>
        <td className="cut muted dead-letters__where">{whereOf(alert)}</td>
        <td className="figure">{letter.attempts}</td>
      </tr>
      {isOpen && (
        <tr id={id} className="dead-letters__detail">
          <td colSpan={7}>
            <div className="dead-letters__answers">
              <Part title="Why it was refused" text={letter.reason} />
              <Part
                title={letter.status === undefined ? 'What came back' : `What came back, status ${letter.status}`}
                text={letter.answer ?? 'Nothing.'}
              />
            </div>
          </td>
        </tr>
      )}
    </>
  );
}

function Part({ title, text }: { readonly title: string; readonly text: string }): ReactNode {
  return (
    <div className="dead-letters__part">
      <h3>{title}</h3>
      <pre className="mono">{text}</pre>
    </div>
  );
}

/** Namespace and pod, or the host. */
function whereOf({ output_fields: fields, hostname = '' }: FalcoAlert): string {
  const named = [fields['k8s.ns.name'], fields['k8s.pod.name']].filter(
    (value) => typeof value === 'string' && value !== '',
  );
  return named.length > 0 ? named.join(' / ') : hostname;
}
