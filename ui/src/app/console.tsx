import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { useMemo, type ReactNode } from 'react';
import { ApiContext } from '#ui/api/api-context.ts';
import { ApiFailure } from '#ui/api/api-failure.ts';
import { ApiClient } from '#ui/api/client.ts';
import { TooltipProvider } from '#ui/design/tooltip.tsx';
import { CommandsProvider } from './commands.tsx';
import { KeyboardProvider } from './keyboard.tsx';
import { PreferencesProvider } from './preferences.tsx';
import { createConsoleRouter } from './router.tsx';
import { ToastsProvider } from './toasts.tsx';

/** The whole console with what all its pages need. */
export function Console(): ReactNode {
  const { api, queries, router } = useMemo(createParts, []);
  return (
    <ApiContext value={api}>
      <QueryClientProvider client={queries}>
        <PreferencesProvider>
          <KeyboardProvider>
            <CommandsProvider>
              <TooltipProvider>
                <ToastsProvider>
                  <RouterProvider router={router} />
                </ToastsProvider>
              </TooltipProvider>
            </CommandsProvider>
          </KeyboardProvider>
        </PreferencesProvider>
      </QueryClientProvider>
    </ApiContext>
  );
}

function createParts() {
  const api = new ApiClient();
  const queries = new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        refetchOnWindowFocus: true,
        // What the server refuses it refuses again.
        retry: (count, error) =>
          count < 2 && !(error instanceof ApiFailure && error.status >= 400 && error.status < 500),
        retryDelay: (count) => Math.min(8000, 500 * 2 ** count),
      },
    },
  });
  api.onSignedOut = () => void queries.invalidateQueries({ queryKey: ['session'] });
  return { api, queries, router: createConsoleRouter() };
}
