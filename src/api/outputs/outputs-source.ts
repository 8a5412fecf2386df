import type { Alert } from '#alert/alert.ts';
import type { Journal } from '#journal/journal.ts';
import type { Delivery } from '#delivery/delivery.ts';
import type { Configuration } from '#config/configuration.ts';
import type { OutputListing } from '#config/output-listing.ts';
import type { Triage } from '#triage/create-triage.ts';

/** What the console knows of outputs besides the journal. */
export interface OutputsSource {
  /** That in force, which a reload may change. */
  readonly configuration: () => Pick<Configuration, 'file' | 'outputs' | 'effective' | 'enrichment' | 'console'>;
  /** Every type there is. Loading one that is not configured takes a moment. */
  readonly types: readonly OutputListing[];
  /** Falcosidekick's, as it would come in now. */
  readonly testAlert: () => Alert;
}

export interface InstalledOutputs {
  readonly outputs: OutputsSource;
  readonly delivery: Pick<Delivery, 'health' | 'tryOut' | 'pause' | 'resume' | 'wake'>;
}

export interface OutputsParts extends InstalledOutputs {
  readonly journal: Pick<Journal, 'ledger' | 'explain' | 'deadLetters' | 'deadLetterReasons' | 'redrive' | 'drop'>;
  readonly triage: Pick<Triage, 'audit'>;
  readonly clock: { now(): number };
}
