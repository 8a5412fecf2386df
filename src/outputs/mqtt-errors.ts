import { DeliveryError, MisconfiguredError, RejectedError } from './errors.ts';

/** By the codes of https://docs.oasis-open.org/mqtt/mqtt/v5.0/os/mqtt-v5.0-os.html#_Toc3901031, and those of 3.1.1 below 128. */
const remedies: ReadonlyMap<number, string> = new Map([
  [1, 'set another version'],
  [2, 'set another clientid'],
  [4, 'check user and password'],
  [5, 'check user and password'],
  [132, 'set another version'],
  [133, 'set another clientid'],
  [134, 'check user and password'],
  [135, 'check user and password, and permit the user to publish to the topic'],
  [138, 'the broker banned this client'],
  [140, 'check user and password'],
  [144, 'set another topic'],
  [154, 'set retained: false'],
  [155, 'set a lower qos'],
]);

const neverCodes: ReadonlySet<number> = new Set([149, 153]);

/** What the broker says comes with a number; anything else is the connection. */
export function mqttError(error: unknown, code = codeOf(error)): DeliveryError {
  if (error instanceof DeliveryError) return error;
  const message = error instanceof Error ? error.message : String(error);
  if (typeof code !== 'number')
    return new DeliveryError(`The connection to the MQTT broker failed (${code ?? message})`);
  const said = `The MQTT broker answered: ${message} (${code})`;
  const remedy = remedies.get(code);
  if (remedy !== undefined) return new MisconfiguredError(`${said}: ${remedy}`);
  return neverCodes.has(code) ? new RejectedError(said) : new DeliveryError(said);
}

function codeOf(error: unknown): number | string | undefined {
  if (!(error instanceof Error) || !('code' in error)) return undefined;
  return typeof error.code === 'number' ? error.code : String(error.code);
}
