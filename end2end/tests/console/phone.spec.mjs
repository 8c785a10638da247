// A ticket taken by phone: the caller found, the right questions, the promise seen before anything is sent.
import assert from 'node:assert/strict';
import { attached, input, isShown, picture } from '../../lib/files.mjs';
import { eventually, test } from '#harness';

const choose = async page => {
  const caller = page.getByRole('combobox', { name: 'Who is calling' });
  await caller.fill('customer');
  await page.getByRole('listbox', { name: 'Contacts' }).getByRole('option').first().waitFor();
  await caller.press('ArrowDown');
  await caller.press('Enter');
  await page.getByRole('button', { name: 'Someone else is calling' }).waitFor();
};

const pick = async (page, label, index) => page.getByLabel(label, { exact: true }).selectOption({ index });

test('an agent takes a call', async ({ page, signIn, faultless }) => {
  await signIn('agent');
  await page.goto('/desk/new');
  await choose(page);
  await pick(page, 'Product', 1);
  await page.getByLabel('What it is about').locator('option').nth(1).waitFor({ state: 'attached' });
  await pick(page, 'What it is about', 1);
  await page.getByText(/^Why we ask: /).first().waitFor();
  await page.getByLabel('In one line').fill('Belt printer hums on Dock 5');
  await page.getByLabel('What they see').fill('It prints ten labels, hums and stops.');
  await page.getByLabel('Priority').selectOption('urgent');
  await page.getByText('First reply by').waitFor();
  await answerAll(page);
  await page.getByText('Everything needed is here').waitFor();
  await faultless(page);
  await page.getByRole('button', { name: 'Create ticket' }).click();
  await page.waitForURL(/\/desk\/t\/CW-\d+$/);
  await page.getByRole('heading', { level: 1, name: 'Belt printer hums on Dock 5' }).waitFor();
});

/** Gives every question of the topic some answer, and those that follow from it. */
async function answerAll(page) {
  const part = page.getByRole('region', { name: 'Questions for this topic' });
  for (const field of await part.locator('select').all()) await field.selectOption({ index: 1 });
  for (const group of await part.getByRole('group').all()) await group.locator('input').first().check();
  for (const field of await part.locator('input[type=text], textarea').all()) await field.fill('Dock 5');
  for (const field of await part.locator('input[type=number]').all()) await field.fill('2');
  for (const field of await part.locator('input[type=date]').all()) await field.fill('2026-11-02');
}

test('questions follow from answers on the phone too, and count', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/new');
  await choose(page);
  await page.getByLabel('Product', { exact: true }).selectOption('scan');
  await page.getByLabel('What it is about').selectOption('pins');
  const lost = page.getByRole('group', { name: 'Is the device missing?' });
  await lost.getByRole('radio', { name: 'No' }).check();
  await page.getByText('4 of 8 needed answers').waitFor();
  await lost.getByRole('radio', { name: 'Yes' }).check();
  await page.getByLabel('When and where was it last seen?').waitFor();
  await page.getByText('4 of 10 needed answers').waitFor();
  await page.getByText('Why we ask: The access point it talked to last').waitFor();
});

test('a picture that the caller mailed answers its question', async ({ page, signIn, faultless }) => {
  await signIn('agent');
  await page.goto('/desk/new');
  await choose(page);
  await page.getByLabel('Product', { exact: true }).selectOption('label');
  await page.getByLabel('What it is about').selectOption('printing');
  await page.getByText('Can you show us a label?').waitFor();
  await input(page, 'Can you show us a label?').setInputFiles([await picture(page, 'mailed.png')]);
  await attached(page, 'mailed.png');
  await page.getByLabel('In one line').fill('A label with stripes');
  await page.getByLabel('What they see').fill('Grey stripes from top to bottom.');
  const part = page.getByRole('region', { name: 'Questions for this topic' });
  for (const field of await part.locator('select').all()) await field.selectOption({ index: 1 });
  for (const field of await part.locator('input[type=text]').all()) await field.fill('Dock 5');
  await page.getByText('Everything needed is here').waitFor();
  await faultless(page);
  await page.getByRole('button', { name: 'Create ticket' }).click();
  await page.waitForURL(/\/desk\/t\/CW-\d+$/);
  await page.getByRole('heading', { level: 1, name: 'A label with stripes' }).waitFor();
  assert.ok(await isShown(page, 'mailed.png'));
});

test('a refused call keeps everything and says what is missing', async ({ page, signIn, axe, allow }) => {
  allow(/422/);
  await signIn('agent');
  await page.goto('/desk/new');
  await page.getByLabel('In one line').fill('Only a title');
  await page.getByRole('button', { name: 'Create ticket' }).click();
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
  await summary.waitFor();
  await eventually(async () => assert.ok(await summary.evaluate(node => node === document.activeElement), 'the summary has the focus'));
  await summary.getByRole('link', { name: 'Choose who is calling.' }).waitFor();
  assert.equal(await page.getByLabel('In one line').inputValue(), 'Only a title');
  await axe(page);
  await summary.getByRole('link', { name: 'Choose who is calling.' }).click();
  assert.equal(await page.evaluate(() => document.activeElement.id), 'caller');
});

test('the caller is found by the keyboard, and let go again', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/new');
  const caller = page.getByRole('combobox', { name: 'Who is calling' });
  await caller.fill('nobody-has-this-name');
  await page.getByRole('status').filter({ hasText: 'Nobody fits' }).waitFor();
  await caller.fill('');
  await choose(page);
  await page.getByRole('button', { name: 'Someone else is calling' }).click();
  await caller.waitFor();
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.id), 'caller'));
});
