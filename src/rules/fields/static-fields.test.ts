import { expect, it } from 'vitest';
import { createCatalog } from './catalog.ts';
import { jsonFields } from './json-fields.ts';
import { staticFields } from './static-fields.ts';
import { ruleEvent, valuesOf } from './testing/rule-event.ts';

it('has what the configuration says for every event', () => {
  const catalog = createCatalog('any', staticFields({ cluster: 'shop' }), jsonFields);
  expect(valuesOf(catalog, ruleEvent('{}', 'any'), 'static.cluster')).toEqual(['shop']);
  expect(catalog.find('static.other')).toBeUndefined();
  expect(catalog.all()).toHaveLength(7);
});
