import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import {
  findServer,
  freePort,
  hasProgram,
  isListening,
  makeCertificate,
  Program,
  temporaryFolder,
  until,
} from '#outputs/testing/programs.ts';

/** A Python that has the packages `grpcio` and `opentelemetry-proto`. */
const python = findServer('tiercel-otlp-python') ?? '';

export const hasOtlpReceiver = python !== '' && hasProgram('openssl', 'version');

/** A request, as the receiver understood it. */
export interface ReceivedRequest {
  readonly signal: string;
  readonly how: string;
  readonly headers: Readonly<Record<string, string>>;
  /** In JSON, identifiers hexadecimal. */
  readonly request: unknown;
}

export interface OtlpReceiver {
  readonly endpoints: Readonly<Record<'grpc' | 'grpcWithTls' | 'http', string>>;
  readonly certfile: string;
  requests(): readonly ReceivedRequest[];
  end(): Promise<void>;
}

/** Starts a receiver made of OpenTelemetry's own schema and gRPC's own server. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const folder = temporaryFolder();
  const file = path.join(folder, 'requests');
  const { certfile, keyfile } = await makeCertificate(folder);
  const ports = [await freePort(), await freePort(), await freePort()] as const;
  const script = path.join(import.meta.dirname, 'receiver.py');
  const program = new Program(python, script, file, ...ports.map(String), certfile, keyfile);
  for (const port of ports) await until(() => isListening(port), 'the OTLP receiver');
  const [grpc, grpcWithTls, http] = ports;
  return {
    endpoints: {
      grpc: `http://127.0.0.1:${grpc}`,
      grpcWithTls: `https://localhost:${grpcWithTls}`,
      http: `http://127.0.0.1:${http}`,
    },
    certfile,
    requests: () => (existsSync(file) ? readFileSync(file, 'utf8').trimEnd().split('\n').map(read) : []),
    end: () => program.end(),
  };
}

function read(line: string): ReceivedRequest {
  return JSON.parse(line);
}
