// Raising a request, one question a page, with scripts and without.
import assert from 'node:assert/strict';
import { both, eventually, test } from '#harness';

const heading = (page, name) => page.getByRole('heading', { level: 1, name }).waitFor();
const go = page => page.getByRole('button', { name: 'Continue' }).click();

async function chooseUpToDescribe(page) {
  await page.goto('/new');
  await heading(page, 'Which product is it about?');
  await page.getByRole('radio', { name: /Fennwick Label/ }).check();
  await go(page);
  await heading(page, 'What is it about?');
  await page.getByRole('radio', { name: /Printing/ }).check();
  await go(page);
  await heading(page, 'What happens?');
}

async function describe(page) {
  await page.getByLabel('In one line').fill('Belt printer hums and stops after ten labels');
  await page.getByLabel('What you see').fill('It hums, prints ten labels and stops. Switching it off and on helps for a while.');
  await page.getByLabel('Which version').selectOption({ index: 1 });
  await page.getByLabel('Which printer?').selectOption('MX-80 belt printer');
  await page.getByLabel('Where is it?').fill('Eastmoor, Dock 5');
  await go(page);
  await heading(page, 'How much does it hold you up?');
}

both('answers can be changed before sending', async ({ page, signIn }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  await page.getByRole('link', { name: 'Change topic' }).click();
  await heading(page, 'What is it about?');
  assert.ok(await page.getByRole('radio', { name: /Printing/ }).isChecked());
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
  await page.getByRole('radio', { name: /One person/ }).check();
  await go(page);
  await heading(page, 'Check and send');
  await page.getByRole('button', { name: 'Send request' }).click();
  await page.getByRole('alert').getByRole('link', { name: /your name/i }).waitFor();
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
  let calls = 0;
  await page.route('**/fn/intake/suggest*', async route => {
    if (++calls === 1) await new Promise(wake => setTimeout(wake, 900));
    await route.continue().catch(() => {});
  });
  await page.getByLabel('In one line').fill('battery');
  await page.waitForTimeout(300);
  await page.getByLabel('In one line').fill('labels print blank');
  await eventually(() => page.locator('.sug').getByRole('link', { name: /blank/i }).first().waitFor({ timeout: 500 }));
  await page.waitForTimeout(1000);
  assert.ok(await page.locator('.sug').getByRole('link', { name: /blank/i }).count() > 0);
});
