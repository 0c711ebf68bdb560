// Reads case events as an analyst's program in Node.js would. BROKERS and REGISTRY specify the installation, EVENTS is
// a JSON object from the id of each event that has to be there to its type, and ABORTED an event id that nobody may see.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { Kafka as KafkaBinding } from 'cloudevents';
import { Kafka, logLevel } from 'kafkajs';

const { BROKERS: brokers, REGISTRY: registry, EVENTS: expected, ABORTED: aborted } = process.env;
const types = new Map(Object.entries(JSON.parse(expected)));

/** All events until each expected one has come; with their CloudEvents headers. */
async function read() {
  const schemas = new SchemaRegistry({ host: registry });
  const consumer = new Kafka({ clientId: 'analyst', brokers: brokers.split(','), logLevel: logLevel.ERROR }).consumer({
    groupId: `analyst-${randomUUID()}`,
  });
  const events = [];
  await consumer.connect();
  await consumer.subscribe({ topic: 'cases.events', fromBeginning: true });
  await new Promise((resolve, reject) => {
    const missing = new Set(types.keys());
    consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
    consumer.run({
      eachMessage: async ({ message }) => {
        const value = await schemas.decode(message.value);
        events.push({ message, value });
        missing.delete(value.eventId);
        if (missing.size === 0) {
          resolve();
        }
      },
    });
  });
  await consumer.disconnect();
  return events;
}

const events = await read();

test('every event is read once, and none of a rolled-back transaction', () => {
  const ids = events.map(({ value }) => value.eventId);
  for (const [id, type] of types) {
    assert.equal(ids.filter((read) => read === id).length, 1);
    assert.equal(events.find(({ value }) => value.eventId === id).value.type, type);
  }
  assert.ok(!ids.includes(aborted));
});

test('the CloudEvents SDK accepts each event, and its attributes say what the value says', () => {
  for (const { message, value } of events.filter(({ value }) => types.has(value.eventId))) {
    const headers = Object.fromEntries(Object.entries(message.headers).map(([name, text]) => [name, text.toString()]));
    const event = KafkaBinding.toEvent({ ...message, headers, key: message.key.toString() });

    assert.ok(event.validate());
    assert.equal(event.id, value.eventId);
    assert.equal(event.type, `io.caseline.case.${value.type.toLowerCase()}`);
    assert.equal(event.subject, value.correlationId);
    assert.equal(Date.parse(event.time), value.occurredAt);
    assert.equal(event.source, '/caseline/case-processor');
    assert.equal(event.dataschema, `${registry}/schemas/ids/${message.value.readUInt32BE(1)}`);
  }
});
