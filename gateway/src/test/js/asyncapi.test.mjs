// Holds the document at DOCUMENT against the JSON schema that AsyncAPI publishes for its version 3.0.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import Ajv from 'ajv';
import formats from 'ajv-formats';

const schema = createRequire(import.meta.url)('@asyncapi/specs/schemas/3.0.0-without-$id.json');
const document = JSON.parse(readFileSync(process.env.DOCUMENT, 'utf8'));

function errors(value) {
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  formats(ajv);
  const validate = ajv.compile(schema);
  return validate(value) ? [] : validate.errors.map(({ instancePath, message }) => `${instancePath} ${message}`);
}

test('the document is valid', () => {
  assert.deepEqual(errors(document), []);
});

test('a document with an unknown action is not', () => {
  const broken = structuredClone(document);
  Object.values(broken.operations)[0].action = 'shout';
  assert.notDeepEqual(errors(broken), []);
});
