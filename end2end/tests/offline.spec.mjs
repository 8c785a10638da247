// The desk goes away: the page says so, keeps what is on it, and catches up by itself.
import { chooseUpToDescribe, go, heading } from '#asking';
import { entries, story, text } from '#desk';
import { eventually, test } from '#harness';
import assert from 'node:assert/strict';

const says = page => page.getByText(/No connection since \d\d:\d\d/);

for (const [who, address] of [['agent', '/desk/v/all'], ['customer', '/requests']]) {
  test(`a lost connection is told to the ${who}, and its return`, async ({ page, signIn, allow }) => {
    allow(/ERR_|Failed to load/);
    await signIn(who);
    await page.route('**/live*', route => route.abort());
    await page.goto(address);
    await says(page).waitFor();
    assert.ok(await page.getByText('CW-').first().isVisible(), 'what was known stays');

    await page.unroute('**/live*');
    await eventually(async () => assert.equal(await says(page).isVisible(), false), 20_000);
  });
}

const broken = /ERR_|Failed to (load|fetch)/;
const noAnswer = page => page.getByText('No answer from the desk.').first();

test('a customer’s message is kept without a connection, and sent with it', async ({ page, signIn, allow }) => {
  allow(broken);
  await signIn('customer');
  await page.goto(`/requests/${story.number}`);
  const words = `Typed in the tunnel, ${Date.now()}`;
  const field = page.getByLabel('Add a message');
  const send = page.getByRole('button', { name: 'Send', exact: true });
  await page.context().setOffline(true);
  await field.fill(words);
  await send.click();
  await noAnswer(page).waitFor();
  assert.equal(await field.inputValue(), words);
  await page.context().setOffline(false);
  await send.click();
  await page.locator('.msg').getByText(words).waitFor();
});

test('a request that is being written is kept too', async ({ page, signIn, allow }) => {
  allow(broken);
  await signIn('customer2');
  await chooseUpToDescribe(page);
  await page.context().setOffline(true);
  await page.getByLabel('In one line').fill('Written in the tunnel');
  await page.getByLabel('What you see').fill('Nothing, it is dark.');
  await go(page);
  await noAnswer(page).waitFor();
  assert.equal(await page.getByLabel('What you see').inputValue(), 'Nothing, it is dark.');
  await page.context().setOffline(false);
  await go(page);
  await heading(page, 'What happens?');
  await page.getByRole('alert').waitFor();
  assert.equal(await page.getByLabel('What you see').inputValue(), 'Nothing, it is dark.');
});

test('an agent’s reply is kept too', async ({ page, signIn, allow }) => {
  allow(broken);
  await signIn('agent');
  await page.goto(`/desk/t/${story.number}`);
  const words = `Typed on the train, ${Date.now()}`;
  const send = page.getByRole('button', { name: 'Send, keep open' });
  await page.context().setOffline(true);
  await text(page).fill(words);
  await page.getByText('Draft not saved yet').waitFor();
  await send.click();
  await noAnswer(page).waitFor();
  assert.equal(await text(page).inputValue(), words);
  await page.context().setOffline(false);
  await send.click();
  await entries(page).filter({ hasText: words }).first().waitFor();
});

test('an article that is being written is kept too', async ({ page, signIn, allow }) => {
  allow(broken);
  await signIn('lead');
  await page.goto('/desk/kb/new');
  await page.locator('#title').fill('Written in the tunnel');
  await page.locator('#body').fill('First half.');
  await page.context().setOffline(true);
  await page.locator('#body').fill('First half.\n\nSecond half.');
  await page.getByRole('button', { name: 'Save' }).click();
  await noAnswer(page).waitFor();
  assert.equal(await page.locator('#body').inputValue(), 'First half.\n\nSecond half.');
  await page.context().setOffline(false);
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Written in the tunnel' }).waitFor();
  await page.getByText('Second half.').waitFor();
});

test('what was typed in the tunnel is there after a reload, and reaches the desk by itself', async ({ page, person, signIn, allow }) => {
  allow(broken);
  await signIn('agent');
  const customer = await person('customer');
  const own = `Typed at ${Date.now()}`;
  await page.goto(`/desk/t/${story.number}`);
  await customer.goto(`/requests/${story.number}`);
  await text(page).waitFor();
  for (const tab of [page, customer]) await tab.context().setOffline(true);
  await text(page).fill(own);
  await customer.getByLabel('Add a message').fill(own);
  await page.getByText('Draft not saved yet').waitFor();
  await customer.waitForTimeout(2_000);
  for (const tab of [page, customer]) {
    await tab.context().setOffline(false);
    await tab.reload();
  }
  await eventually(async () => assert.equal(await text(page).inputValue(), own));
  await eventually(async () => assert.equal(await customer.getByLabel('Add a message').inputValue(), own));
  await page.getByText('Draft saved').waitFor();
  // Another browser of theirs has it from the desk.
  const elsewhere = await person('agent');
  await elsewhere.goto(`/desk/t/${story.number}`);
  await eventually(async () => assert.equal(await text(elsewhere).inputValue(), own));
  for (const tab of [page, customer]) await (tab === page ? text(tab) : tab.getByLabel('Add a message')).fill('');
  await eventually(async () => {
    await elsewhere.reload();
    assert.equal(await text(elsewhere).inputValue(), '');
  });
});
