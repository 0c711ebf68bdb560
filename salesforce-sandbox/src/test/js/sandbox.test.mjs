// Typical calls of an independent client. SANDBOX_URL, SANDBOX_CLIENT_ID and SANDBOX_CLIENT_SECRET specify the running
// sandbox; its cases are deleted.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { beforeEach, test } from 'node:test';
import jsforce from 'jsforce';

const { SANDBOX_URL: url, SANDBOX_CLIENT_ID: clientId, SANDBOX_CLIENT_SECRET: clientSecret } = process.env;
const EXTERNAL_ID = 'Caseline_Correlation_Id__c';

async function signIn(options = {}) {
  const connection = new jsforce.Connection({
    instanceUrl: url,
    version: '62.0',
    oauth2: { loginUrl: url, clientId, clientSecret },
    ...options,
  });
  await connection.authorize({ grant_type: 'client_credentials' });
  return connection;
}

async function admin(method, path, body) {
  const response = await fetch(url + path, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: body && JSON.stringify(body),
  });
  assert.ok(response.ok, `${method} ${path}: ${response.status}`);
}

function cases(count) {
  return Array.from({ length: count }, (_, i) => ({ Subject: `Case ${i}`, [EXTERNAL_ID]: randomUUID() }));
}

beforeEach(async () => {
  await admin('DELETE', '/sandbox/faults');
  await admin('DELETE', '/sandbox/cases');
});

test('signs in by client credentials', async () => {
  const connection = await signIn();

  assert.equal(connection.instanceUrl, url);
  assert.ok(connection.accessToken);
  assert.equal(connection.userInfo.organizationId.length, 18);
});

test('a wrong secret is refused', async () => {
  await assert.rejects(signIn({ oauth2: { loginUrl: url, clientId, clientSecret: 'wrong' } }), {
    name: 'invalid_client',
  });
});

test('one record is created, read, updated, and found', async () => {
  const connection = await signIn();
  const correlationId = randomUUID();

  const created = await connection.sobject('Case').create({ Subject: 'Card lost', [EXTERNAL_ID]: correlationId });
  assert.equal(created.success, true);
  assert.match(created.id, /^500\w{15}$/);

  assert.equal((await connection.sobject('Case').update({ Id: created.id, Status: 'Working' })).success, true);
  const read = await connection.sobject('Case').retrieve(created.id);
  assert.equal(read.Subject, 'Card lost');
  assert.equal(read.Status, 'Working');

  const found = await connection.sobject('Case').findOne({ [EXTERNAL_ID]: correlationId }, 'Id, CaseNumber');
  assert.equal(found.Id, created.id);
  assert.match(found.CaseNumber, /^\d{8}$/);
});

test('a second insert of an external id is a DUPLICATE_VALUE that names the first', async () => {
  const connection = await signIn();
  const record = cases(1)[0];
  const { id } = await connection.sobject('Case').create(record);

  await assert.rejects(connection.sobject('Case').create(record), (error) => {
    assert.equal(error.errorCode, 'DUPLICATE_VALUE');
    assert.ok(error.message.includes(id.substring(0, 15)), error.message);
    return true;
  });
});

test('a collection of 200 is created in one call, and only the duplicate in it is refused', async () => {
  const connection = await signIn();
  const records = cases(200);
  records[120] = { ...records[7], Subject: 'again' };

  const before = (await connection.limits()).DailyApiRequests.Remaining;
  const results = await connection.sobject('Case').create(records, { allOrNone: false });
  const after = (await connection.limits()).DailyApiRequests.Remaining;

  assert.equal(results.length, 200);
  assert.deepEqual(results.flatMap((result, i) => (result.success ? [] : [i])), [120]);
  assert.equal(results[120].errors[0].statusCode, 'DUPLICATE_VALUE');
  assert.equal(before - after, 2, 'the collection and the second look at the limits');
});

test('more than 200 are split into several calls, and queried page by page', async () => {
  const connection = await signIn();
  const results = await connection.sobject('Case').create(cases(2050), { allowRecursive: true });
  assert.ok(results.every((result) => result.success));

  const page = await connection.query('SELECT Id FROM Case');
  assert.equal(page.totalSize, 2050);
  assert.equal(page.done, false);
  const rest = await connection.queryMore(page.nextRecordsUrl);
  assert.equal(page.records.length + rest.records.length, 2050);
  assert.equal(rest.done, true);
});

test('a collection is updated, and upserted by external id', async () => {
  const connection = await signIn();
  const records = cases(3);
  const created = await connection.sobject('Case').create(records);

  const updated = await connection.sobject('Case').update(created.map(({ id }) => ({ Id: id, Priority: 'High' })));
  assert.ok(updated.every((result) => result.success));
  const upserted = await connection
    .sobject('Case')
    .upsert([{ ...records[0], Subject: 'changed' }, cases(1)[0]], EXTERNAL_ID);
  assert.deepEqual(upserted.map((result) => result.success), [true, true]);

  const high = await connection.query("SELECT Subject FROM Case WHERE Priority = 'High' ORDER BY Subject");
  assert.deepEqual(high.records.map((record) => record.Subject), ['Case 1', 'Case 2', 'changed']);
  assert.equal(await connection.sobject('Case').count(), 4);
});

test('an expired session is renewed once for all calls in progress', async () => {
  let renewed = 0;
  const connection = await signIn({
    refreshFn: async (expired, callback) => {
      renewed++;
      await expired.authorize({ grant_type: 'client_credentials' });
      callback(null, expired.accessToken);
    },
  });
  await admin('PUT', '/sandbox/faults', { expireSessions: true });

  const results = await Promise.all(cases(8).map((record) => connection.sobject('Case').create(record)));

  assert.ok(results.every((result) => result.success));
  assert.equal(renewed, 1);
  assert.equal(await connection.sobject('Case').count(), 8);
});

test('an expired session that nobody renews is INVALID_SESSION_ID', async () => {
  const { accessToken } = await signIn();
  const connection = new jsforce.Connection({ instanceUrl: url, accessToken, version: '62.0' });
  await admin('PUT', '/sandbox/faults', { expireSessions: true });

  await assert.rejects(connection.query('SELECT Id FROM Case'), { errorCode: 'INVALID_SESSION_ID' });
});

test('limits are in their resource and in a header of every response', async () => {
  const connection = await signIn();

  const { DailyApiRequests: daily } = await connection.limits();
  assert.equal(daily.Max, 100000);
  assert.ok(daily.Remaining < daily.Max);
  assert.equal(connection.limitInfo.apiUsage.limit, daily.Max);
  assert.equal(connection.limitInfo.apiUsage.used, daily.Max - daily.Remaining);
});

test('over the daily limit is REQUEST_LIMIT_EXCEEDED', async () => {
  const connection = await signIn();
  await admin('PUT', '/sandbox/faults', { quotaUsed: true });

  await assert.rejects(connection.query('SELECT Id FROM Case'), { errorCode: 'REQUEST_LIMIT_EXCEEDED' });
});

test('Case describes its fields', async () => {
  const connection = await signIn();

  const described = await connection.sobject('Case').describe();
  const correlationId = described.fields.find((field) => field.name === EXTERNAL_ID);
  assert.deepEqual([correlationId.externalId, correlationId.unique, correlationId.length], [true, true, 36]);
  assert.deepEqual((await connection.describeGlobal()).sobjects.map((object) => object.name), ['Case']);
});

test('an invalid query and an unknown field are refused', async () => {
  const connection = await signIn();

  await assert.rejects(connection.query('SELECT FROM Case'), { errorCode: 'MALFORMED_QUERY' });
  await assert.rejects(connection.query('SELECT Colour FROM Case'), { errorCode: 'INVALID_FIELD' });
  await assert.rejects(connection.sobject('Case').create({ Colour: 'red' }), { errorCode: 'INVALID_FIELD' });
});

test('one composite call inserts and reads the case numbers', async () => {
  const connection = await signIn();
  const records = cases(2).map((record) => ({ attributes: { type: 'Case' }, ...record }));

  const { compositeResponse } = await connection.requestPost('/composite', {
    compositeRequest: [
      {
        method: 'POST',
        url: '/services/data/v62.0/composite/sobjects',
        referenceId: 'inserted',
        body: { allOrNone: false, records },
      },
      {
        method: 'GET',
        url: `/services/data/v62.0/query?q=${encodeURIComponent('SELECT CaseNumber FROM Case')}`,
        referenceId: 'numbers',
      },
    ],
  });

  assert.deepEqual(compositeResponse.map((part) => part.httpStatusCode), [200, 200]);
  assert.equal(compositeResponse[1].body.totalSize, 2);
});

test('deleted cases, owners and comments are read by queryAll', async () => {
  const connection = await signIn();
  const { id } = await connection.sobject('Case').create(cases(1)[0]);
  await connection.sobject('CaseComment').create({ ParentId: id, CommentBody: 'called' });
  const soql = `SELECT Id, IsDeleted, Owner.Name, Owner.Type, (SELECT Id FROM CaseComments WHERE IsDeleted = false) FROM Case WHERE Id = '${id}'`;

  const [before] = (await connection.query(soql, { scanAll: true })).records;
  assert.equal(before.CaseComments.totalSize, 1);
  assert.equal(before.Owner.Type, 'User');

  await connection.sobject('Case').destroy(id);
  assert.equal((await connection.query(soql)).totalSize, 0);
  const [after] = (await connection.query(soql, { scanAll: true })).records;
  assert.equal(after.IsDeleted, true);
  assert.equal(after.CaseComments, null);
});
