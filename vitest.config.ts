import { defineConfig } from 'vitest/config';

const console = 'test/console/**/*.test.ts';

export default defineConfig({
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
