import { isIP } from 'node:net';
import { z } from 'zod';

/** Options that every port has. */

export function listenAddress(description: string) {
  return z
    .string()
    .default('')
    .transform((address) => address.replace(/^\[(.*)\]$/, '$1'))
    .refine((address) => address === '' || isIP(address) !== 0, 'It must be an IP address such as 0.0.0.0 or ::1.')
    .meta({ description });
}

/** The certificates of a port, in Falcosidekick's vocabulary. */
export const serverCertificateOptions = {
  deploy: z.boolean().default(false).describe('Listens by TLS.'),
  certfile: z
    .string()
    .default('/etc/certs/server/server.crt')
    .describe('Certificate of the server. Reread when it changes.'),
  keyfile: z.string().default('/etc/certs/server/server.key').describe('Its private key.'),
  mutualtls: z.boolean().default(false).describe('Accepts only clients with a certificate by `cacertfile`.'),
  cacertfile: z.string().default('/etc/certs/server/ca.crt').describe('The authority of the clients.'),
};
