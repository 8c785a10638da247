// Raising a request, one question a page, with scripts and without.
import assert from 'node:assert/strict';
import { chooseUpToDescribe, describe, go, heading, impact, send } from '#asking';
import { both, test } from '#harness';

test('every page of the way is faultless', async ({ page, signIn, faultless }) => {
  await signIn('customer');
  await page.goto('/new');
  await faultless(page);
  await chooseUpToDescribe(page);
  await faultless(page);
  await describe(page);
  await faultless(page);
  await impact(page);
  await page.getByText('Belt printer hums and stops after ten labels').waitFor();
  await page.getByText(/First reply: by/).waitFor();
  await faultless(page);
  await send(page);
  await faultless(page);
});

both('what is missing is told, what was typed stays', async ({ page, signIn, axe }) => {
  await signIn('customer');
  await page.goto('/new');
  await go(page);
  await page.getByRole('alert').waitFor();
  assert.match(await page.title(), /^Error: /);
  await chooseUpToDescribe(page);
  await page.getByLabel('What you see').fill('Only <b>a</b> description & no title');
  await go(page);
  const summary = page.getByRole('alert');
  await summary.getByRole('link', { name: /short title/ }).waitFor();
  assert.equal(await page.getByLabel('What you see').inputValue(), 'Only <b>a</b> description & no title');
  await axe(page);
});

both('answers can be changed before sending', async ({ page, signIn }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  await page.getByRole('link', { name: 'Change topic' }).click();
  await heading(page, 'What is it about?');
  assert.ok(await page.getByRole('radio', { name: /Printing/ }).isChecked());
});

test('answers come while one types, and one ends the request', async ({ page, signIn, axe }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  await page.getByLabel('In one line').pressSequentially('lables come out balnk on dx-200');
  await page.locator('.sug').getByRole('link', { name: /blank/i }).first().waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'This answered my question' }).first().click();
  await heading(page, 'Glad that helped');
  await axe(page);
  await page.getByRole('button', { name: /go back to my request/ }).click();
  await heading(page, 'What happens?');
});

test('without scripts a button looks for answers', async ({ plain: page, signIn }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  await page.getByLabel('In one line').fill('lables come out balnk on dx-200');
  await page.getByRole('button', { name: 'Look for answers' }).click();
  await heading(page, 'What happens?');
  assert.equal(await page.getByLabel('In one line').inputValue(), 'lables come out balnk on dx-200');
  await page.locator('.sug').getByRole('link', { name: /blank/i }).first().waitFor();
  await page.getByRole('button', { name: 'This answered my question' }).first().click();
  await heading(page, 'Glad that helped');
});

both('somebody without an account is asked how to be reached', async ({ page }) => {
  await chooseUpToDescribe(page);
  await describe(page);
  await impact(page, /One person/);
  await page.getByRole('button', { name: 'Send request' }).click();
  await page.getByRole('alert').getByRole('link', { name: /Enter a name/ }).waitFor();
  await page.getByLabel('Your name').fill('Noor Visitor');
  await page.getByLabel('Your email').fill('noor@visitor.example');
  await page.getByRole('button', { name: 'Send request' }).click();
  await heading(page, 'We have your request');
  assert.equal(await page.getByRole('link', { name: /Open request/ }).count(), 0);
});

test('an intake belongs to its person', async ({ page, signIn, person, allow }) => {
  allow(/404/);
  await signIn('customer');
  await chooseUpToDescribe(page);
  const other = await person('customer2');
  const answer = await other.goto(new URL(page.url()).pathname + new URL(page.url()).search);
  assert.equal(answer.status(), 404);
});

test('a slow answer never overtakes a later one', async ({ page, signIn }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  let release;
  const released = new Promise(done => { release = done; });
  await page.route('**/fn/intake/suggest*', async route => {
    await released;
    await route.continue().catch(() => {});
  }, { times: 1 });
  const first = page.waitForRequest('**/fn/intake/suggest*');
  await page.getByLabel('In one line').fill('battery');
  const slow = await first;
  await page.getByLabel('In one line').fill('labels print blank');
  const blank = page.locator('.sug').getByRole('link', { name: /blank/i });
  await blank.first().waitFor();
  release();
  await slow.response();
  assert.ok(await blank.count() > 0);
});

test('what is typed is there again after a reload', async ({ page, signIn }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  const kept = page.waitForResponse('**/fn/intake/draft');
  await page.getByLabel('In one line').fill('Belt printer hums');
  await page.getByLabel('Where is it?').fill('Eastmoor, Dock 5');
  await kept;
  await page.reload();
  assert.equal(await page.getByLabel('In one line').inputValue(), 'Belt printer hums');
  assert.equal(await page.getByLabel('Where is it?').inputValue(), 'Eastmoor, Dock 5');
  assert.equal(await page.getByRole('alert').count(), 0, 'nothing is missing before it is sent');
});
