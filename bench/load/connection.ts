import { connect, type Socket } from 'node:net';

/** What came of a request: its status, or 0 where the connection was lost. */
export type OnAnswer = (status: number) => void;

/**
 * A connection that is kept alive, with one request at a time, as Falco's. It reads just enough of HTTP: status, length, end of
 * the head. A lost connection is opened again.
 */
export class Connection {
  readonly #url: URL;
  readonly #onAnswer: OnAnswer;
  readonly #buffer = Buffer.allocUnsafe(16 * 1024);
  #socket: Socket | undefined;
  #pending = '';
  /** Of a whole answer 200 of this server: most are of the same length, and need no second look. */
  #usualLength = 0;
  #isWaiting = false;
  #isClosed = false;

  constructor(url: URL, onAnswer: OnAnswer) {
    this.#url = url;
    this.#onAnswer = onAnswer;
  }

  async open(): Promise<void> {
    const read = { buffer: this.#buffer, callback: (length: number) => this.#read(length) };
    const socket = connect({ port: Number(this.#url.port || 80), host: this.#url.hostname, onread: read });
    socket.setNoDelay(true);
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject));
    socket.on('error', () => {}).once('close', () => this.#lose());
    this.#pending = '';
    this.#socket = socket;
  }

  get isWaiting(): boolean {
    return this.#isWaiting;
  }

  post(request: Buffer): void {
    this.#isWaiting = true;
    this.#socket?.write(request);
  }

  close(): void {
    this.#isClosed = true;
    this.#socket?.destroy();
  }

  #read(length: number): boolean {
    const isUsual = length === this.#usualLength && this.#pending === '' && this.#buffer[9] === 0x32;
    if (isUsual) this.#answer(200);
    else this.#readWhole(length);
    return true;
  }

  #readWhole(length: number): void {
    this.#pending += this.#buffer.toString('latin1', 0, length);
    const end = this.#pending.indexOf('\r\n\r\n');
    if (end < 0) return;
    const bodyLength = Number(/\r\ncontent-length: *(\d+)/i.exec(this.#pending.slice(0, end + 2))?.[1] ?? 0);
    if (this.#pending.length < end + 4 + bodyLength) return;
    const status = Number(this.#pending.slice(9, 12));
    if (status === 200) this.#usualLength = this.#pending.length;
    this.#pending = '';
    this.#answer(status);
  }

  #answer(status: number): void {
    this.#isWaiting = false;
    this.#onAnswer(status);
  }

  /** Between two requests nobody needs to hear of it. */
  #lose(): void {
    if (this.#isClosed) return;
    const wasWaiting = this.#isWaiting;
    this.#socket = undefined;
    this.open().then(
      () => {
        if (wasWaiting) this.#answer(0);
      },
      () => this.#answer(0),
    );
  }
}
