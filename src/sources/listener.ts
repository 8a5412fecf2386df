import { HttpPort, type PortContext, type PortPlan } from './http-port.ts';
import { unknownPaths, wantedPorts, type ListenerSettings, type PortSettings } from './listener-settings.ts';
import type { Handlers } from './mux.ts';
import { loadServerCertificates } from './server-certificates.ts';

/** The open ports. */
export interface Listeners {
  addresses(): readonly ListenerAddress[];
  /** How many connections are open. */
  connections(): number;
  /**
   * Opens, changes and closes ports as the new settings want. A port whose address stays goes on without a gap. When it rejects,
   * everything is as it was. One call at a time.
   */
  reload(settings: ListenerSettings): Promise<void>;
  /** Accepts nothing more, lets requests in work end, and cuts what remains after `graceMs`. */
  close(graceMs: number): Promise<void>;
}

export interface ListenerAddress {
  /** Names the port in the configuration. */
  readonly option: PortSettings['option'];
  readonly address: string;
  readonly port: number;
  readonly isTls: boolean;
}

/** How long requests in work may take on a port that a new configuration no longer has. */
const retireMs = 10_000;

/**
 * Opens the ports for handlers by path, see `falco-http.ts`. HTTP/1.1 only, as Falco needs no more.
 * @throws ListenerError naming the address or file that is wrong, and the remedy; then nothing is open
 */
export async function startListeners(
  settings: ListenerSettings,
  handlers: Handlers,
  context: PortContext,
): Promise<Listeners> {
  const listeners = new OpenListeners(handlers, context);
  await listeners.reload(settings);
  return listeners;
}

class OpenListeners implements Listeners {
  readonly #handlers: Handlers;
  readonly #context: PortContext;
  readonly #retiring = new Set<HttpPort>();
  #ports: readonly HttpPort[] = [];

  constructor(handlers: Handlers, context: PortContext) {
    this.#handlers = handlers;
    this.#context = context;
  }

  addresses(): readonly ListenerAddress[] {
    return this.#ports.map((port) => ({
      option: port.settings.option,
      ...port.boundTo,
      isTls: port.settings.tls !== undefined,
    }));
  }

  connections(): number {
    return [...this.#ports, ...this.#retiring].reduce((sum, port) => sum + port.connections, 0);
  }

  async reload(settings: ListenerSettings): Promise<void> {
    const plans = await this.#plans(settings);
    const stays = (port: HttpPort) => plans.some((plan) => port.canBecome(plan.settings));
    const staying = this.#ports.filter(stays);
    const leaving = this.#ports.filter((port) => !stays(port));
    const fresh = plans.filter((plan) => !staying.some((port) => port.canBecome(plan.settings)));

    this.#ports = [...staying, ...(await this.#replace(leaving, fresh))];
    for (const plan of plans) this.#ports.find((port) => port.canBecome(plan.settings))?.become(plan);
    for (const port of leaving) this.#retire(port);
    this.#warnOfUnknownPaths(settings);
  }

  async close(graceMs: number): Promise<void> {
    await Promise.all([...this.#ports, ...this.#retiring].map((port) => port.close(graceMs)));
  }

  async #plans(settings: ListenerSettings): Promise<readonly PortPlan[]> {
    return Promise.all(
      wantedPorts(settings, this.#handlers).map(async (wanted) => {
        const { tls } = wanted.settings;
        return { ...wanted, certificates: tls && (await loadServerCertificates(tls)) };
      }),
    );
  }

  /** A port that leaves may hold the number that a fresh one needs: such are closed first, and opened again if that was in vain. */
  async #replace(leaving: readonly HttpPort[], fresh: readonly PortPlan[]): Promise<readonly HttpPort[]> {
    const isInTheWay = (port: HttpPort) => fresh.some((plan) => plan.settings.port === port.settings.port);
    const inTheWay = leaving.filter(isInTheWay);
    for (const port of inTheWay) this.#retire(port);
    const opened: HttpPort[] = [];
    try {
      for (const plan of fresh) opened.push(await HttpPort.open(plan, this.#context));
      return opened;
    } catch (error) {
      await Promise.all(opened.map((port) => port.close(0)));
      const reopened = await Promise.all(inTheWay.map((port) => HttpPort.open(port.plan, this.#context)));
      this.#ports = [...this.#ports.filter((port) => !inTheWay.includes(port)), ...reopened];
      throw error;
    }
  }

  #retire(port: HttpPort): void {
    this.#retiring.add(port);
    void port.close(retireMs).finally(() => this.#retiring.delete(port));
  }

  #warnOfUnknownPaths(settings: ListenerSettings): void {
    const unknown = unknownPaths(settings, this.#handlers);
    if (unknown.length === 0) return;
    const known = Object.keys(this.#handlers).join(', ');
    this.#context.log.warn(
      { paths: unknown },
      `Some of "tlsserver.notlspaths" are no paths of Tiercel; these are: ${known}`,
    );
  }
}
