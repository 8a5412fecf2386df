/** How the process ends, after sysexits.h; each command's help names those it uses. */
export const exitCodes = {
  ok: 0,
  /** It was tried and failed. */
  failure: 1,
  /** EX_USAGE: the command line is wrong. */
  usage: 64,
  /** EX_DATAERR: what is to be worked on cannot be read or is not what it should be. */
  data: 65,
  /** EX_UNAVAILABLE: no Tiercel answers. */
  unavailable: 69,
  /** EX_CONFIG: the configuration does not validate. */
  configuration: 78,
} as const;

export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
