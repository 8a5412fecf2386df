import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Agent, request } from 'undici';
import { stringify } from 'yaml';
import type { z } from 'zod';
import { findServer, freePort, makeCertificate, Program, temporaryFolder, until } from '#outputs/testing/programs.ts';

/** Where both programs of a cluster's API are; says so where one is not. */
export function findKubernetes(): { readonly etcd: string; readonly apiServer: string } | undefined {
  const [etcd, apiServer] = [findServer('etcd'), findServer('kube-apiserver')];
  return etcd !== undefined && apiServer !== undefined ? { etcd, apiServer } : undefined;
}

const tokens = { admin: 'swordfish-admin', falco: 'swordfish-falco', nobody: 'swordfish-nobody' };
export type Account = keyof typeof tokens;

/** The API of a cluster without nodes: etcd and kube-apiserver on loopback, with roles, in a folder of their own. */
export class KubernetesApi implements AsyncDisposable {
  readonly #folder: string;
  readonly #start: () => Program;
  readonly #etcd: Program;
  readonly #agent: Agent;
  readonly origin: string;
  #apiServer: Program;

  private constructor(folder: string, etcd: Program, origin: string, ca: string, start: () => Program) {
    this.#folder = folder;
    this.#etcd = etcd;
    this.#start = start;
    this.origin = origin;
    this.#agent = new Agent({ connect: { ca } });
    this.#apiServer = start();
  }

  /** @param more flags of kube-apiserver */
  static async start(
    programs: { readonly etcd: string; readonly apiServer: string },
    ...more: readonly string[]
  ): Promise<KubernetesApi> {
    const folder = temporaryFolder();
    const [port, etcdPort, peerPort] = [await freePort(), await freePort(), await freePort()];
    const { certfile, keyfile } = await makeCertificate(folder);
    const tokenFile = path.join(folder, 'tokens.csv');
    writeFileSync(
      tokenFile,
      `${tokens.admin},admin,1,"system:masters"\n${tokens.falco},falco,2\n${tokens.nobody},nobody,3\n`,
    );
    const etcdUrl = `http://127.0.0.1:${etcdPort}`;
    const etcd = new Program(
      programs.etcd,
      `--data-dir=${path.join(folder, 'etcd')}`,
      `--listen-peer-urls=http://127.0.0.1:${peerPort}`,
      `--listen-client-urls=${etcdUrl}`,
      `--advertise-client-urls=${etcdUrl}`,
      '--unsafe-no-fsync',
    );
    const flags = [
      `--etcd-servers=${etcdUrl}`,
      `--secure-port=${port}`,
      '--bind-address=127.0.0.1',
      `--cert-dir=${folder}`,
      `--tls-cert-file=${certfile}`,
      `--tls-private-key-file=${keyfile}`,
      `--token-auth-file=${tokenFile}`,
      '--authorization-mode=RBAC',
      '--service-account-issuer=https://kubernetes.default.svc',
      `--service-account-key-file=${certfile}`,
      `--service-account-signing-key-file=${keyfile}`,
      '--service-cluster-ip-range=10.96.0.0/24',
      '--disable-admission-plugins=ServiceAccount',
      ...more,
    ];
    const start = () => new Program(programs.apiServer, ...flags);
    const api = new KubernetesApi(folder, etcd, `https://localhost:${port}`, readFileSync(certfile, 'utf8'), start);
    try {
      await api.untilReady();
    } catch (error) {
      await api[Symbol.asyncDispose]();
      throw error;
    }
    return api;
  }

  async untilReady(): Promise<void> {
    await until(
      async () => (await this.call('GET', '/readyz').catch(() => undefined))?.status === 200,
      'the API server',
    );
  }

  /** Killed, and started again on the same port with what etcd has. */
  async restart(): Promise<void> {
    await this.#apiServer.end();
    this.#apiServer = this.#start();
    await this.untilReady();
  }

  /** As an administrator. */
  async call(method: 'DELETE' | 'GET' | 'POST' | 'PUT', location: string, body?: object) {
    const answer = await request(`${this.origin}${location}`, {
      method,
      dispatcher: this.#agent,
      headers: { authorization: `Bearer ${tokens.admin}`, 'content-type': 'application/json' },
      ...(body && { body: JSON.stringify(body) }),
    });
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  async create(location: string, body: object): Promise<void> {
    const { status, text } = await this.call('POST', location, body);
    if (status !== 201) throw new Error(`${location}: ${status} ${text}`);
  }

  async read<Schema extends z.ZodType>(location: string, schema: Schema): Promise<z.output<Schema>> {
    return schema.parse(JSON.parse((await this.call('GET', location)).text));
  }

  kubeconfig(account: Account): string {
    const file = path.join(this.#folder, `${account}.kubeconfig`);
    const cluster = { server: this.origin, 'certificate-authority': 'localhost.crt' };
    const context = { cluster: 'test', user: account };
    writeFileSync(
      file,
      stringify({
        'current-context': 'test',
        contexts: [{ name: 'test', context }],
        clusters: [{ name: 'test', cluster }],
        users: [{ name: account, user: { token: tokens[account] } }],
      }),
    );
    return file;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#agent.close();
    await this.#apiServer.end();
    await this.#etcd.end();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
