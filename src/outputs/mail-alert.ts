import type { ShownAlert } from './shown-alert.ts';

/** As much of an alert as a mail has room for. */
export interface MailAlert {
  readonly shown: ShownAlert;
  /** Its page in the console. */
  readonly link: string | undefined;
}
