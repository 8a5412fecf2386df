import { describe } from 'vitest';
import { describeAlerts } from './testing/contract-alerts.ts';
import { describeConservation } from './testing/contract-conservation.ts';
import { describeCounting } from './testing/contract-counting.ts';
import { describeDeadLetters } from './testing/contract-dead-letters.ts';
import { describeQuestions } from './testing/contract-questions.ts';
import { describeRetention } from './testing/contract-retention.ts';
import { describeSettlement } from './testing/contract-settlement.ts';
import type { CreateStore } from './testing/journal-store.ts';

/** What every engine of the journal has to do, whatever is below. */
export function describeJournal(name: string, createStore: CreateStore): void {
  describe(`${name}`, () => {
    describeAlerts(createStore);
    describeSettlement(createStore);
    describeDeadLetters(createStore);
    describeQuestions(createStore);
    describeCounting(createStore);
    describeRetention(createStore);
    describeConservation(createStore);
  });
}
