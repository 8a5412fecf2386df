/** Before `npm start`: builds the console if it is missing, or older than what it is made of. */
import { existsSync, globSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('.', import.meta.url));
const built = `${here}../dist/console/index.html`;
const sources = ['src/**/*.{ts,tsx,css}', 'public/*', 'index.html', 'package.json', 'vite.config.ts'];
const shared = ['query', 'alert'].map((folder) => `../src/${folder}/*.ts`);

if (!isFresh()) {
  process.stdout.write('Building the console, once\n');
  // Also for a test: there it is `test`, and the bundle would be that for developers.
  process.env['NODE_ENV'] = 'production';
  await build({ root: here, configFile: `${here}vite.config.ts`, logLevel: 'warn' });
}

function isFresh(): boolean {
  if (!existsSync(built)) return false;
  const builtAt = statSync(built).mtimeMs;
  return globSync([...sources, ...shared], { cwd: here }).every(
    (file) => statSync(`${here}${file}`).mtimeMs <= builtAt,
  );
}
