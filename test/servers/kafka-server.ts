import { execFile } from 'node:child_process';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { freePort, isListening, makeCertificate, Program, temporaryFolder, until } from '#outputs/testing/programs.ts';

/** A virtual machine takes its time where others work, too. */
const startMs = 50_000;

/** A broker that is its own controller, with listeners for every kind of login. Whoever has none may do anything. */
export class KafkaServer {
  readonly port: number;
  readonly saslPort: number;
  readonly tlsPort: number;
  readonly #command: string;
  readonly #folder = temporaryFolder();
  #program: Program | undefined;

  private constructor(command: string, [port, saslPort, tlsPort]: readonly [number, number, number]) {
    this.#command = command;
    this.port = port;
    this.saslPort = saslPort;
    this.tlsPort = tlsPort;
  }

  static async create(command: string): Promise<KafkaServer> {
    const server = new KafkaServer(command, [await freePort(), await freePort(), await freePort()]);
    await server.#configure(await freePort());
    await server.start();
    return server;
  }

  async #configure(controllerPort: number): Promise<void> {
    const folder = this.#folder;
    const { certfile, keyfile } = await makeCertificate(folder);
    writeFileSync(path.join(folder, 'store.pem'), readFileSync(keyfile, 'utf8') + readFileSync(certfile, 'utf8'));
    const listeners = {
      PLAINTEXT: this.port,
      SASL_PLAINTEXT: this.saslPort,
      SSL: this.tlsPort,
      CONTROLLER: controllerPort,
    };
    const security = 'org.apache.kafka.common.security';
    const settings = {
      'process.roles': 'broker,controller',
      'node.id': '1',
      'controller.quorum.voters': `1@127.0.0.1:${controllerPort}`,
      'controller.listener.names': 'CONTROLLER',
      listeners: Object.entries(listeners)
        .map(([name, port]) => `${name}://127.0.0.1:${port}`)
        .join(','),
      'listener.security.protocol.map':
        'PLAINTEXT:PLAINTEXT,SASL_PLAINTEXT:SASL_PLAINTEXT,SSL:SSL,CONTROLLER:PLAINTEXT',
      'log.dirs': path.join(folder, 'data'),
      'offsets.topic.replication.factor': '1',
      'num.partitions': '3',
      // A broker that was killed has to wait until it counts as gone before it can come back.
      'broker.session.timeout.ms': '1000',
      'broker.heartbeat.interval.ms': '200',
      'sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256,SCRAM-SHA-512',
      'listener.name.sasl_plaintext.plain.sasl.jaas.config': `${security}.plain.PlainLoginModule required user_falco="swordfish" user_guest="guest";`,
      'listener.name.sasl_plaintext.scram-sha-256.sasl.jaas.config': `${security}.scram.ScramLoginModule required;`,
      'listener.name.sasl_plaintext.scram-sha-512.sasl.jaas.config': `${security}.scram.ScramLoginModule required;`,
      'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
      'super.users': 'User:ANONYMOUS;User:falco',
      'ssl.keystore.type': 'PEM',
      'ssl.keystore.location': path.join(folder, 'store.pem'),
    };
    const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}`);
    writeFileSync(path.join(folder, 'server.properties'), `${lines.join('\n')}\n`);
  }

  async start(): Promise<void> {
    const users = ['SCRAM-SHA-256', 'SCRAM-SHA-512'].flatMap((mechanism) => [
      '--add-scram',
      `${mechanism}=[name=falco,password=swordfish]`,
    ]);
    this.#program = new Program(this.#command, 'Server', path.join(this.#folder, 'server.properties'), ...users);
    await until(() => isListening(this.port), 'Kafka', startMs);
  }

  /** At once, without a word to anybody. */
  async kill(): Promise<void> {
    await this.#program?.end();
  }

  /** All that a topic holds, in the order of each partition, read by Kafka's own client. */
  async stored(topic: string): Promise<readonly KafkaStored[]> {
    const parameters = ['Reader', `127.0.0.1:${this.port}`, topic];
    const { stdout } = await promisify(execFile)(this.#command, parameters, { maxBuffer: 100_000_000 });
    return stdout
      .trim()
      .split('\n')
      .map((line) => {
        const [partition, key = '', value = ''] = line.split(' ');
        return { partition: Number(partition), key: key === '-' ? undefined : text(key), value: text(value) };
      });
  }

  async end(): Promise<void> {
    await this.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

export interface KafkaStored {
  readonly partition: number;
  readonly key: string | undefined;
  readonly value: string;
}

function text(base64: string): string {
  return Buffer.from(base64, 'base64').toString();
}
