import { readFileSync } from 'node:fs';
import { defineConfig, type Plugin } from 'rolldown';

const wasmPath = '../dist/native.wasm';

/** Kafka's client reads a file beside itself, which has to come along. */
const kafkaWasm: Plugin = {
  name: 'kafka-wasm',
  transform: {
    filter: { id: /@platformatic\/wasm-utils\/dist\/index\.js$/ },
    handler(code, id) {
      if (!code.includes(wasmPath)) return this.error(`${id} reads ${wasmPath} no more: look where its file is now`);
      this.emitFile({ type: 'asset', fileName: 'kafka.wasm', source: readFileSync(new URL(wasmPath, `file://${id}`)) });
      return code.replace(wasmPath, './kafka.wasm');
    },
  },
};

/** One folder that runs with Node alone: the program, the journal's worker, and a chunk per protocol client. */
export default defineConfig({
  input: {
    tiercel: 'src/cli/program.ts',
    'journal-worker': 'src/journal/sqlite/journal-worker.ts',
  },
  platform: 'node',
  plugins: [kafkaWasm],
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
