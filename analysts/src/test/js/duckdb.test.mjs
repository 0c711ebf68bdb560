// Runs the guide's SQL on DuckDB: TABLE makes the table of events, VIEW the state of each case, COPY writes the file PARQUET, QUESTIONS is a JSON object
// from each question to its SQL and its answer, EVENTS one from the id of each event to its type.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DuckDBInstance } from '@duckdb/node-api';

const { TABLE: table, VIEW: view, COPY: copy, PARQUET: parquet, QUESTIONS: questions, EVENTS: events } = process.env;
const connection = await (await DuckDBInstance.create(':memory:')).connect();
await connection.run(table);
await connection.run(view);

async function rows(sql) {
  return (await connection.runAndReadAll(sql)).getRows();
}

const text = (value) => (typeof value === 'number' ? String(Math.round(value * 1000) / 1000).replace(/^(\d+)$/, '$1.0') : String(value));

test('each event is there once', async () => {
  const found = (await rows('SELECT eventId, type FROM case_events')).map((row) => row.map(String));
  assert.deepEqual(found.toSorted(), Object.entries(JSON.parse(events)).toSorted());
});

test('the Parquet file has them, too', async () => {
  await connection.run(copy);
  assert.deepEqual((await rows(`SELECT count(*) FROM '${parquet}'`)).map(String), [String(Object.keys(JSON.parse(events)).length)]);
});

for (const [question, { sql, answer }] of Object.entries(JSON.parse(questions))) {
  test(question, async () => {
    assert.deepEqual((await rows(sql)).map((row) => row.map(text)), answer);
  });
}
