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

const identifier = /^[a-z_$][\w$]*$/i;

/**
 * An import of one of Node's modules reads everything that it exports, also what Node loads only for who asks for it: `node:http`
 * has a WebSocket, and with it all that `fetch` is made of; `node:crypto` has Web Crypto. Instead the module itself is taken, and
 * of it only what is imported.
 */
const leanBuiltins: Plugin = {
  name: 'lean-builtins',
  resolveId: {
    filter: { id: /^(?:node:)?(?:http|crypto)$/ },
    handler: (id, _importer, { kind }) =>
      kind === 'import-statement' ? `\0lean:${id.replace(/^node:/, '')}` : undefined,
  },
  load: {
    filter: { id: /^\0lean:/ },
    handler(id) {
      const name = `node:${id.slice('\0lean:'.length)}`;
      const names = Object.getOwnPropertyNames(process.getBuiltinModule(name)).filter((each) => identifier.test(each));
      return [
        `const builtin = process.getBuiltinModule(${JSON.stringify(name)});`,
        'export default builtin;',
        // Marked as pure, so that what nobody imports is not asked for.
        ...names.map((each) => `export const ${each} = /* @__PURE__ */ (() => builtin.${each})();`),
      ].join('\n');
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
  plugins: [kafkaWasm, leanBuiltins],
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
