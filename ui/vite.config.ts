import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** While developing nobody fills in what the server writes into the page. */
const placeholders: Plugin = {
  name: 'placeholders',
  apply: 'serve',
  transformIndexHtml: (html) => html.replace('%BASE%', '/').replace('%NONCE%', ''),
};

/** The console as files that work under any path: `<base>` says which. */
export default defineConfig({
  root: here('.'),
  base: './',
  plugins: [react(), placeholders],
  resolve: {
    alias: [{ find: /^#(query|alert|api\/contract)\//, replacement: `${here('../src')}/$1/` }],
  },
  build: {
    outDir: here('../dist/console'),
    emptyOutDir: true,
    target: 'es2023',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { host: '127.0.0.1', proxy: { '/api': 'http://127.0.0.1:2802' } },
});
