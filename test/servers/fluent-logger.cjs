'use strict';

/**
 * Fluent's own server of the forward protocol for tests, with a shared key and a user: `fluent-logger fluent-logger.cjs PORT FILE`
 * puts down a line for each event; with certificate and key after that it speaks TLS.
 */
const { appendFileSync, readFileSync } = require('node:fs');
const { FluentServer } = require('@fluent-org/logger');

const [, , port, file, certfile, keyfile] = process.argv;
const server = new FluentServer({
  security: { serverHostname: 'fluent', sharedKey: 'swordfish-key', authorize: true, userDict: { falco: 'swordfish' } },
  listenOptions: { port: Number(port), host: '127.0.0.1' },
  ...(certfile && { tlsOptions: { cert: readFileSync(certfile), key: readFileSync(keyfile) } }),
});
const bigAsText = (_key, value) => (typeof value === 'bigint' ? String(value) : value);
server.on('entry', (tag, time, record) =>
  appendFileSync(file, `${JSON.stringify({ tag, time, fields: record }, bigAsText)}\n`),
);
server.listen();
