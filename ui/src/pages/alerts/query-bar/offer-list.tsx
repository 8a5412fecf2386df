import type { ReactNode } from 'react';
import type { Offer, Typing } from './completion.ts';
import '#ui/design/floating.css';
import '#ui/design/menu.css';

interface OfferListProps {
  readonly listId: string;
  readonly offers: readonly Offer[];
  readonly chosen: number;
  readonly typing: Typing;
  readonly onTake: (offer: Offer) => void;
}

/** What may be meant: fields with what they are, or values with their numbers. */
export function OfferList({ listId, offers, chosen, typing, onTake }: OfferListProps): ReactNode {
  return (
    <div className="floating menu offer-list">
      <p className="menu__head">{headOf(typing)}</p>
      <ul id={listId} role="listbox" aria-label="Completion">
        {offers.map((offer, index) => (
          <li
            key={offer.label}
            id={`${listId}-${index}`}
            className="menu__item"
            role="option"
            aria-selected={index === chosen}
            onPointerDown={(event) => {
              event.preventDefault();
              onTake(offer);
            }}
          >
            <span className="mono cut offer-list__label">{offer.label}</span>
            {offer.note !== undefined && <small className="menu__text faint">{offer.note}</small>}
            {offer.aside !== undefined && <span className="menu__aside end">{offer.aside}</span>}
          </li>
        ))}
      </ul>
      <p className="offer-list__foot">
        {typing.kind === 'field'
          ? 'Tab takes the first. A word alone is looked for everywhere.'
          : 'Tab takes the first. * stands for anything, ~ for a part.'}
      </p>
    </div>
  );
}

function headOf(typing: Typing): string {
  if (typing.kind === 'value') return `Values of ${typing.field}`;
  return typing.prefix === '' ? 'Fields' : `Fields like “${typing.prefix}”`;
}
