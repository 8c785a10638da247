// Questions that follow from answers: with scripts they come and go, without them the page comes back with them.
import assert from 'node:assert/strict';
import { go, heading, impact, send } from '#asking';
import { both, eventually, test } from '#harness';

/** Up to the description of a handheld whose PIN nobody knows. */
async function aboutPins(page) {
  await page.goto('/new');
  await page.getByRole('radio', { name: /Fennwick Scan/ }).check();
  await go(page);
  await page.getByRole('radio', { name: /PINs and lost devices/ }).check();
  await go(page);
  await heading(page, 'What happens?');
}

async function describe(page) {
  await page.getByLabel('In one line').fill('Handheld H-042 is gone');
  await page.getByLabel('What you see').fill('Nobody has seen it since Monday.');
  await page.getByLabel('Which version').selectOption({ index: 1 });
  await page.getByLabel('Which handheld?').fill('H-042');
}

const lost = (page, answer) =>
  page.getByRole('group', { name: 'Is the device missing?' }).getByRole('radio', { name: answer }).check();
const wipe = page => page.getByRole('group', { name: /May we erase it/ });
const seen = page => page.getByLabel('When and where was it last seen?');

test('questions come and go as one answers, and the keyboard stays', async ({ page, signIn, faultless }) => {
  await signIn('customer');
  await aboutPins(page);
  await describe(page);
  assert.equal(await seen(page).count(), 0);
  await lost(page, 'Yes');
  await seen(page).waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.value), 'yes', 'the focus stays where it was');
  await page.getByRole('status').filter({ hasText: '6 questions in all' }).waitFor({ state: 'attached' });
  await seen(page).fill('Dock 4');
  await faultless(page);
  await lost(page, 'No');
  await eventually(async () => assert.equal(await seen(page).count(), 0));
  await lost(page, 'Yes');
  assert.equal(await seen(page).inputValue(), 'Dock 4', 'what was typed comes back');
});

test('without scripts the page comes back before a question is missed', async ({ plain: page, signIn, axe }) => {
  await signIn('customer');
  await aboutPins(page);
  await describe(page);
  await lost(page, 'Yes');
  await go(page);
  await page.getByRole('heading', { name: 'Your answers lead to another question' }).waitFor();
  await heading(page, 'What happens?');
  assert.equal(await page.getByRole('alert').count(), 0, 'nothing is wrong yet');
  assert.equal(await page.getByLabel('Which handheld?').inputValue(), 'H-042');
  await axe(page);
  await go(page);
  await page.getByRole('alert').getByRole('link', { name: /last seen/ }).waitFor();
});

both('what was asked is what is sent', async ({ page, signIn, scripts }) => {
  await signIn('customer');
  await aboutPins(page);
  await describe(page);
  await lost(page, 'Yes');
  if (!scripts) await go(page);
  await seen(page).fill('Dock 4, yesterday');
  await wipe(page).getByRole('radio', { name: 'No' }).check();
  await go(page);
  await impact(page);
  await page.getByText('Dock 4, yesterday').waitFor();
  await page.getByRole('link', { name: 'Change description' }).first().click();
  await lost(page, 'No');
  await go(page);
  await heading(page, 'Check and send');
  assert.equal(await page.getByText('Dock 4, yesterday').count(), 0, 'a hidden answer is dropped');
  await send(page);
});

both('what was begun is offered again, with an account and without', async ({ page, signIn, scripts, axe }) => {
  if (scripts) await signIn('customer2');
  await aboutPins(page);
  await page.getByLabel('In one line').fill('Half a request');
  await page.getByRole('button', { name: 'Look for answers' }).click();
  await page.waitForLoadState();
  for (const place of ['/', '/new']) {
    await page.goto(place);
    await page.getByRole('heading', { name: 'Go on with your request' }).waitFor();
    await axe(page);
  }
  await page.getByRole('link', { name: 'Half a request' }).click();
  await heading(page, 'What happens?');
  assert.equal(await page.getByLabel('In one line').inputValue(), 'Half a request');
  await page.goto('/new');
  await page.getByRole('button', { name: 'Discard “Half a request”' }).click();
  await heading(page, 'Which product is it about?');
  assert.equal(await page.getByRole('link', { name: 'Half a request' }).count(), 0);
});
