// The operators' page in a document of jsdom, against the running application. BASE is its address, TOKEN one that may ask
// and WRITER one that may not; MERCHANT, TELLER, NOW and BEFORE name a teller with two cards, BUSY_ACCOUNT an account with that many CHANGES of its plan.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { JSDOM, VirtualConsole } from 'jsdom';

const { BASE, TOKEN, WRITER, MERCHANT, TELLER, NOW, BEFORE } = process.env;

async function open() {
  const errors = [];
  const console = new VirtualConsole();
  console.on('jsdomError', (error) => errors.push(error));
  const page = await JSDOM.fromURL(BASE + '/operators/index.html', {
    runScripts: 'dangerously',
    resources: 'usable',
    virtualConsole: console,
    beforeParse(window) {
      window.fetch = (path, options) => fetch(new URL(path, BASE), options);
      window.AbortSignal.timeout = (milliseconds) => AbortSignal.timeout(milliseconds);
    },
  });
  const { window } = page;
  await new Promise((resolve) => window.addEventListener('load', resolve));
  const byId = (id) => window.document.getElementById(id);
  return {
    byId,
    errors,
    type(values) {
      for (const [id, value] of Object.entries(values)) {
        byId(id).value = value;
      }
    },
    async submit(form) {
      byId(form).requestSubmit();
      await this.settled();
    },
    async settled() {
      await new Promise((resolve) => setTimeout(resolve, 20));
      while (byId('status').textContent === 'Looking …') {
        await new Promise((resolve) => setTimeout(resolve, 20));
      }
    },
    rows: () =>
      [...byId('history').tBodies[0].rows].map((row) => [...row.cells].map((cell) => cell.textContent)),
    facts: () => byId('facts').textContent,
  };
}

test('a teller is shown with its card, and the one before, by which account and command', async () => {
  const page = await open();
  page.type({ token: TOKEN, merchant: MERCHANT, teller: TELLER });
  await page.submit('teller-form');

  assert.equal(page.byId('status').textContent, '');
  assert.equal(page.byId('result').hidden, false);
  assert.ok(page.byId('result-title').textContent.includes(TELLER));
  assert.ok(page.facts().includes(NOW) && page.facts().includes('Employee'));
  const rows = page.rows();
  assert.equal(rows.length, 2);
  assert.equal(rows[0][1], NOW);
  assert.equal(rows[0][2], BEFORE);
  assert.deepEqual(rows[1].slice(1, 3), [BEFORE, 'none']);
  assert.match(rows[0][3], /^[0-9a-f-]{36}$/);
  assert.deepEqual(page.errors, []);
});

test('from the card one comes to its account, and back to the teller', async () => {
  const page = await open();
  page.type({ token: TOKEN, merchant: MERCHANT, teller: TELLER });
  await page.submit('teller-form');
  page.byId('facts').querySelector('button').click();
  await page.settled();

  assert.ok(page.byId('result-title').textContent.includes(NOW));
  const [row] = page.rows();
  assert.deepEqual(row.slice(1, 3), ['Standard', 'Employee']);
  page.byId('history').tBodies[0].querySelector('button').click();
  await page.settled();
  assert.ok(page.byId('result-title').textContent.includes(TELLER));
});

test('what cannot be shown is told in a sentence', async () => {
  const page = await open();
  page.type({ merchant: MERCHANT, teller: TELLER });
  for (const [token, sentence] of [
    ['', /Paste an access token/],
    ['wrong', /invalid or has expired/],
    [WRITER, /lacks the scope/],
  ]) {
    page.type({ token });
    await page.submit('teller-form');
    assert.match(page.byId('status').textContent, sentence);
    assert.equal(page.byId('result').hidden, true);
  }
  page.type({ token: TOKEN, teller: 'nobody' });
  await page.submit('teller-form');
  assert.equal(page.byId('status').textContent, 'This merchant has no such teller.');
});

test('a long history comes in parts', async () => {
  const page = await open();
  page.type({ token: TOKEN, account: process.env.BUSY_ACCOUNT });
  await page.submit('account-form');
  const seen = page.rows().length;
  assert.equal(page.byId('older').hidden, false);
  page.byId('older').click();
  await page.settled();

  assert.ok(page.rows().length > seen);
  assert.equal(page.byId('older').hidden, true);
  assert.equal(new Set(page.rows().map((row) => row[3])).size, Number(process.env.CHANGES));
});
