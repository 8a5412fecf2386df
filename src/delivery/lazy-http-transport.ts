import type { ClosableHttpTransport, HttpTransportSettings } from './http-transport.ts';

/** An HTTP transport that is loaded and opened with the first request: the port for alerts need not wait for it. */
export function lazyHttpTransport(settings: HttpTransportSettings): ClosableHttpTransport {
  let opening: Promise<ClosableHttpTransport> | undefined;

  async function open(): Promise<ClosableHttpTransport> {
    const { openHttpTransport } = await import('./http-transport.ts');
    return openHttpTransport(settings);
  }

  return {
    async send(request, signal) {
      opening ??= open();
      const transport = await opening;
      return transport.send(request, signal);
    },
    async close() {
      const transport = await opening?.catch(() => undefined);
      await transport?.close();
    },
  };
}
