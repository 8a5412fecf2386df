import { DeliveryError } from './errors.ts';
import type { HttpRequest, HttpTransport } from './output.ts';

/** Whether what a request asks for exists: 404 says no. Any other refusal is thrown. */
export async function isThere(request: HttpRequest, http: HttpTransport, signal: AbortSignal): Promise<boolean> {
  try {
    await http.send(request, signal);
    return true;
  } catch (error) {
    if (error instanceof DeliveryError && error.status === 404) return false;
    throw error;
  }
}
