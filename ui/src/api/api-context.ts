import { createContext, useContext } from 'react';
import { ApiClient } from './client.ts';

export const ApiContext = createContext(new ApiClient());

/** The one way to the server. */
export function useApi(): ApiClient {
  return useContext(ApiContext);
}
