/** How large a run is, in numbers whose names become options of `npm run fault`. */
export type Size = Readonly<Record<string, number>>;

/** Called as a run gets on. */
export type OnProgress = (done: number, total: number) => void;

/**
 * One way in which things go wrong, and what must hold all the same. Declare sizes as type aliases, not as interfaces: only
 * those can be given to whoever knows no more than that they are numbers.
 */
export interface Scenario<RunSize extends Size = Size, Report extends object = object> {
  /** What it is called on the command line. */
  readonly name: string;
  /** One sentence, beginning with the number of the scenario in the test plan: `T1: …`. */
  readonly about: string;
  /** What every change is tested with. */
  readonly ci: RunSize;
  /** What a release is tested with. */
  readonly full: RunSize;
  /** Why it cannot run on this machine, for instance for want of a tool. */
  obstacle?(): string | undefined;
  /** The same seed makes the same decisions; when things happen is up to the machine. */
  run(size: RunSize, seed: number, onProgress: OnProgress): Promise<Report>;
  /** The promises that a report shows to be broken, as sentences with their numbers. Never about time. */
  verdict(report: Report): readonly string[];
}
