import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = fileURLToPath(new URL('src', import.meta.url));
const console = 'test/console/**/*.test.ts';

export default defineConfig({
  // For the console, whose own package has other folders below it.
  resolve: { alias: [{ find: /^#(query|alert|api\/contract)\//, replacement: `${source}/$1/` }] },
  test: {
    testTimeout: 30_000,
    hookTimeout: 60_000,
    coverage: { include: ['src/**'], reporter: ['text-summary', 'html'] },
    projects: [
      {
        extends: true,
        test: {
          name: 'tiercel',
          include: ['src/**/*.test.ts', 'test/**/*.test.ts', 'bench/**/*.test.ts', 'ui/src/**/*.test.ts'],
          exclude: ['**/node_modules/**', console],
        },
      },
      {
        extends: true,
        test: { name: 'console', include: [console], globalSetup: 'test/console/global-setup.ts', testTimeout: 60_000 },
      },
    ],
  },
});
