import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { falcoConfiguration, falcoForms } from './falco-snippets.ts';

const target = {
  url: 'https://falco:secret@alerts.example.com/',
  cluster: 'production',
  ca: '/etc/falco/certs/ca.crt',
  client: { cert: '/etc/falco/certs/tls.crt', key: '/etc/falco/certs/tls.key' },
};

const options = {
  json_output: true,
  http_output: {
    enabled: true,
    url: target.url,
    ca_cert: target.ca,
    mtls: true,
    client_cert: target.client.cert,
    client_key: target.client.key,
  },
  append_output: [{ extra_fields: [{ cluster: 'production' }] }],
};

const expected = {
  yaml: options,
  helm: { falco: options },
  operator: { apiVersion: 'artifact.falcosecurity.dev/v1alpha1', kind: 'Config', spec: { config: options } },
};

it.for(falcoForms)('writes options of Falco, for %s', (form) => {
  expect(parse(falcoConfiguration(form, target))).toMatchObject(expected[form]);
});

it('asks for no certificate where there is none', () => {
  const text = falcoConfiguration('yaml', {
    url: 'http://127.0.0.1:2801/',
    cluster: undefined,
    ca: undefined,
    client: undefined,
  });
  expect(text).not.toMatch(/mtls|ca_cert|append_output/);
});
