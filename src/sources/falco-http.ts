import { eventsHandler } from './events-handler.ts';
import { AlertIntake, type AlertIntakeParts } from './alert-intake.ts';
import { answer, jsonAnswer, type Answer, type Handler } from './answer.ts';

export interface FalcoHttpParts extends AlertIntakeParts {
  /** The exposition for Prometheus. */
  readonly metrics: () => Promise<{ readonly contentType: string; readonly body: string }>;
  readonly readiness: () => Readiness | Promise<Readiness>;
}

export interface Readiness {
  readonly ready: boolean;
  /** Why not, or what is amiss although it is ready. */
  readonly reasons: readonly string[];
}

type FalcoPath =
  | '/'
  | '/ping'
  | '/healthz'
  | '/test'
  | '/metrics'
  | '/livez'
  | '/readyz'
  | '/k8s-audit'
  | '/k8s_audit'
  | '/events/';

/** By exact path. `/` serves every other path as well, see `mux.ts`. */
export type FalcoHandlers = Readonly<Record<FalcoPath, Handler>>;

export interface FalcoHttp {
  readonly handlers: FalcoHandlers;
  /** For the console's port, where Falcosidekick posts what it posts to its UI. */
  readonly sidekick: Handler;
  /** The memory that bodies in work take now. */
  inFlightBytes(): number;
  /** How many parts of bodies wait for room. */
  waitingBodies(): number;
}

const pong: Answer = { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'pong\n' };
/** The space is Falcosidekick's. */
const healthy: Answer = { status: 200, headers: { 'Content-Type': 'application/json' }, body: '{"status": "ok"}' };
const alive: Answer = { status: 200, headers: { 'Content-Type': 'text/plain; charset=utf-8' }, body: 'ok' };

/**
 * Falcosidekick's surface, byte for byte, on which Falco posts its alerts; and `/livez` and `/readyz` for Kubernetes. A 200 for an
 * alert means that the journal keeps it.
 */
export function createFalcoHttp(parts: FalcoHttpParts): FalcoHttp {
  const intake = new AlertIntake(parts);
  const handlers: FalcoHandlers = {
    '/': (request, response) => intake.post(request, response),
    '/test': (request, response) => intake.test(request, response),
    // Falco's own name for the path of its audit webhook, and that of its former charm.
    '/k8s-audit': (request, response) => intake.audit(request, response),
    '/k8s_audit': (request, response) => intake.audit(request, response),
    '/events/': eventsHandler(parts, intake),
    '/ping': (request, response) => answer(request, response, pong),
    '/healthz': (request, response) => answer(request, response, healthy),
    '/livez': (request, response) => answer(request, response, alive),
    '/readyz': async (request, response) => answer(request, response, readinessAnswer(await parts.readiness())),
    '/metrics': async (request, response) => {
      const { contentType, body } = await parts.metrics();
      answer(request, response, { status: 200, headers: { 'Content-Type': contentType }, body });
    },
  };
  const sidekick: Handler = (request, response) => intake.sidekick(request, response);
  return { handlers, sidekick, inFlightBytes: () => intake.inFlightBytes, waitingBodies: () => intake.waitingBodies };
}

function readinessAnswer({ ready, reasons }: Readiness): Answer {
  return ready ? jsonAnswer(200, { status: 'ready', reasons }) : jsonAnswer(503, { status: 'not ready', reasons });
}
