import { defineConfig } from 'rolldown';

/** One folder that runs with Node alone: the program, the journal's worker, and a chunk per protocol client. */
export default defineConfig({
  input: {
    tiercel: 'src/cli/program.ts',
    'journal-worker': 'src/journal/sqlite/journal-worker.ts',
  },
  platform: 'node',
  output: {
    dir: 'dist',
    format: 'esm',
    minify: true,
    sourcemap: true,
    cleanDir: true,
    entryFileNames: '[name].js',
    // Beside the entries: the path to the worker is relative.
    chunkFileNames: '[name]-[hash].js',
  },
});
