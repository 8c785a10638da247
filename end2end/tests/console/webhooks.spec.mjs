// A missed promise calls a program elsewhere: set up by an admin, signed, shown while it fails, and told when it is taken.
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { request } from '#desk';
import { desk, eventually, test } from '#harness';

desk({ tickets: 0, env: { CASEWELL_WEBHOOK_PRIVATE: '127.0.0.1' } });

/** A program that keeps what it is sent and answers with `status`. */
async function receiver() {
  const own = { status: 204, got: [] };
  const listener = createServer((asked, answer) => {
    const parts = [];
    asked.on('data', part => parts.push(part));
    asked.on('end', () => {
      own.got.push({ headers: asked.headers, body: Buffer.concat(parts).toString() });
      answer.writeHead(own.status).end();
    });
  });
  await new Promise(done => listener.listen(0, '127.0.0.1', done));
  own.address = `http://127.0.0.1:${listener.address().port}/hook`;
  own.close = () => listener.close();
  return own;
}

const signature = (secret, { headers, body }) => {
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64');
  const signed = `${headers['webhook-id']}.${headers['webhook-timestamp']}.${body}`;
  return `v1,${createHmac('sha256', key).update(signed).digest('base64')}`;
};

const add = (server, email, name, role) => server.casewell(
  ['user', 'add', '--email', email, '--name', name, '--role', role, '--password-stdin'], 'one-two-three-four',
);

test('a webhook is added, tried, called by an alarm, and its failure is seen until it is taken', async ({ page, server, signIn, faultless, allow }) => {
  allow(/422/);
  const crm = await receiver();
  try {
    for (const [email, name, role] of [
      ['ada@desk.example', 'Ada Kern', 'admin'], ['agent@demo.example', 'Ines Roth', 'agent'], ['customer@demo.example', 'Ana Bell', 'customer'],
    ]) {
      const made = await add(server, email, name, role);
      assert.equal(made.code, 0, made.err);
    }
    await signIn('ada@desk.example', { password: 'one-two-three-four' });
    await page.goto('/desk/admin/webhooks');
    await page.getByText('No webhooks yet').waitFor();
    await faultless(page);
    await page.locator('html[data-hydrated]').waitFor();
    await page.getByRole('button', { name: 'Add webhook' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('Name').fill('CRM');
    for (const [address, words] of [
      ['https://10.1.2.3/', /leads into a network that the desk may not call/], ['crm.example', /^Enter an address that starts with https/],
    ]) {
      await dialog.getByLabel('Address').fill(address);
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.getByRole('link', { name: words }).waitFor();
    }
    assert.equal(await dialog.getByLabel('Name').inputValue(), 'CRM', 'what is typed stays');
    await faultless(page);
    await dialog.getByLabel('Address').fill(crm.address);
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('heading', { name: 'The secret of CRM' }).waitFor();
    const secret = await page.locator('.secret code').innerText();
    await page.getByRole('button', { name: 'Test CRM' }).click();
    await page.getByText('CRM took the test call.').first().waitFor();
    assert.equal(crm.got[0].headers['webhook-signature'], signature(secret, crm.got[0]));
    await faultless(page);

    await page.goto('/desk/admin/promises');
    await page.locator('html[data-hydrated]').waitFor();
    await page.getByRole('button', { name: 'Add alarm' }).click();
    await page.getByLabel('Call the webhook').last().selectOption('CRM');
    await page.getByText(/tell the assignee, call CRM/).first().waitFor();
    await page.getByRole('button', { name: 'Save changes' }).click();
    await page.getByText(/Saved as version \d+\./).waitFor();

    crm.status = 503;
    crm.got.length = 0;
    // What a node knows of its settings may be some seconds old.
    await new Promise(done => setTimeout(done, 5500));
    const number = await request(server, 'Labels print twice');
    await server.pass(3 * 24 * 60);
    await eventually(() => assert.ok(crm.got.length > 0), 20_000);
    await page.goto('/desk/admin/alarms');
    const failed = page.getByRole('row', { name: new RegExp(number) }).first();
    await eventually(async () => {
      await page.reload();
      assert.match(await failed.innerText({ timeout: 2000 }), /call the webhook “CRM”[\s\S]*it answers with status 503[\s\S]*Tried again/);
    }, 20_000);
    await faultless(page);
    crm.status = 200;
    await server.pass(5);
    await page.goto(`/desk/t/${number}`);
    const line = page.getByRole('list', { name: 'Timeline' });
    await line.getByText(/Webhook: CRM/).first().waitFor();
    await line.getByText('Could not call the webhook “CRM”: it answers with status 503. It is tried again').first().waitFor();
    await line.getByText('Done after all: call the webhook “CRM”').first().waitFor({ timeout: 20_000 });
    const told = crm.got.map(call => ({ ...JSON.parse(call.body), id: call.headers['webhook-id'], signed: call.headers['webhook-signature'] === signature(secret, call) }));
    assert.ok(told.every(call => call.signed && call.type === 'promise.alarm' && call.data.ticket.number === number));
    await page.goto('/desk/admin/webhooks');
    await page.getByRole('row', { name: /CRM/ }).getByText(/^Taken/).waitFor();
    await page.locator('html[data-hydrated]').waitFor();
    await page.getByRole('button', { name: 'Remove CRM' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByRole('dialog').getByText(/^Alarms of Default call it/).first().waitFor();
  } finally {
    crm.close();
  }
});
