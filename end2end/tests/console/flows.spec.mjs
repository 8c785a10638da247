// The editor of intake questions: a draft, what is wrong with it, trying it, publishing it, two editors at once.
import assert from 'node:assert/strict';
import { chooseUpToDescribe } from '#asking';
import { eventually, test } from '#harness';

const list = (page, id) => page.goto(`/desk/admin/flows${id ? `?flow=${id}` : ''}`);
const items = page => page.locator('ol > li.fl');
const labels = async page => (await items(page).locator('.w5').allInnerTexts()).map(text => text.replace(/^\d+\.\s*/, ''));
const before = page => page.getByRole('region', { name: 'Before publishing' });

/** Adds a question and says what it asks and why. */
async function add(page, label) {
  await page.getByRole('button', { name: 'Add question' }).click();
  await page.getByLabel('Question', { exact: true }).fill(label);
  await page.getByLabel('Why we ask').last().fill('It tells us where to look.');
}

test('all lists, and one of them', async ({ page, signIn, faultless }) => {
  await signIn('admin');
  await list(page);
  await page.getByRole('table', { name: 'Lists of questions' }).waitFor();
  await faultless(page);
  await page.getByRole('link', { name: 'Fennwick Label, Printing' }).click();
  await page.getByText('Version 1 is what customers are asked.').waitFor();
  await page.getByText('Nothing stands in the way.').waitFor();
  await page.getByText(/Asked when “Which printer\?” is Another model/).waitFor();
  await page.getByRole('button', { name: 'Edit “Which model is it?”' }).click();
  await page.getByLabel('Condition 1 looks at').waitFor();
  await faultless(page);
});

test('only admins are led here', async ({ page, signIn, allow }) => {
  allow(/403/);
  await signIn('manager');
  await list(page);
  await page.getByText('Your account can’t do this.').waitFor();
});

test('the keyboard orders questions and stays where it is', async ({ page, signIn }) => {
  await signIn('admin');
  await list(page, 'label.barcodes');
  const [first, second] = await labels(page);
  const down = page.getByRole('button', { name: `Move “${first}” down` });
  await down.focus();
  await page.keyboard.press('Enter');
  await eventually(async () => assert.deepEqual((await labels(page)).slice(0, 2), [second, first]));
  await eventually(async () => assert.ok(await down.evaluate(node => node === document.activeElement)));
  await page.getByRole('status').filter({ hasText: `“${first}” is now number 2` }).waitFor({ state: 'attached' });
  await items(page).nth(1).locator('.drag').dragTo(items(page).nth(0));
  await eventually(async () => assert.deepEqual((await labels(page)).slice(0, 2), [first, second]));
});

test('faults are named while one edits, and hold publishing back', async ({ page, signIn, axe }) => {
  await signIn('admin');
  await list(page, 'label.templates');
  await page.getByRole('button', { name: 'Add question' }).click();
  await before(page).getByText('2 things to mend').waitFor();
  await page.getByLabel('Question', { exact: true }).fill('Which row is empty?');
  await page.getByLabel('Why we ask').last().fill('It names the field.');
  await page.getByLabel('Kind of answer').selectOption('choice');
  await page.getByLabel('An answer is required').check();
  await before(page).getByText(/^Which row is empty\? Dead end/).waitFor();
  await page.getByLabel('Options').fill('First\nSecond');
  await before(page).getByText('Nothing stands in the way.').waitFor();
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByLabel('Condition 1', { exact: true }).selectOption('is');
  await before(page).getByText(/A condition has no value/).waitFor();
  await page.getByLabel('Condition 1 looks at').selectOption({ label: '“Has anybody changed the template or Dock in the last two weeks?”' });
  await page.getByLabel('Condition 1', { exact: true }).selectOption('is');
  await page.getByLabel('Value of condition 1').selectOption('yes');
  await before(page).getByText('Nothing stands in the way.').waitFor();
  await page.getByRole('button', { name: 'Move “Which row is empty?” up' }).click();
  await before(page).getByText(/which comes after it/).waitFor();
  const publish = page.getByRole('button', { name: 'Publish' });
  assert.equal(await publish.getAttribute('aria-disabled'), 'true');
  await axe(page);
});

test('a draft is tried as the portal will ask it, then published, and the portal asks it', async ({ page, signIn, person }) => {
  await signIn('admin');
  await list(page, 'label.printing');
  await add(page, 'How long is the queue?');
  await page.getByRole('button', { name: 'Add condition' }).click();
  await page.getByLabel('Condition 1 looks at').selectOption({ label: '“Which printer?”' });
  await page.getByLabel('Condition 1', { exact: true }).selectOption('is');
  await page.getByLabel('Value of condition 1').selectOption('DX-400');
  const trial = page.getByRole('region', { name: 'Try it' });
  assert.equal(await trial.getByLabel('How long is the queue?').count(), 0);
  await trial.getByLabel('Which printer?').selectOption('DX-400');
  await trial.getByLabel('How long is the queue?').waitFor();
  await trial.getByRole('button', { name: 'Continue' }).click();
  await trial.getByText('Enter an answer.').first().waitFor();
  await page.getByText('There are changes that are not saved.').waitFor();
  await page.getByRole('button', { name: 'Publish' }).click();
  await page.getByText('Version 2 is what customers are asked.').waitFor();
  await page.getByRole('region', { name: 'Versions' }).getByText('Version 2', { exact: true }).waitFor();

  const customer = await person('customer');
  await chooseUpToDescribe(customer);
  await customer.getByLabel('Which printer?').selectOption('DX-400');
  await customer.getByLabel('How long is the queue?').waitFor();
});

test('the second of two editors is told, and loses nothing', async ({ page, signIn, person, allow }) => {
  allow(/409/);
  await signIn('admin');
  const other = await person('admin');
  for (const tab of [page, other]) await list(tab, 'scan.battery');
  await add(page, 'Is it the first battery?');
  await page.getByRole('button', { name: 'Save draft' }).click();
  await page.getByText('The draft is saved.').waitFor();
  await add(other, 'Is it cold there?');
  await other.getByRole('button', { name: 'Save draft' }).click();
  await other.getByRole('heading', { name: /Somebody else saved/ }).waitFor();
  assert.ok((await labels(other)).includes('Is it cold there?'));
  await other.getByRole('button', { name: 'Take theirs' }).click();
  await eventually(async () => assert.ok((await labels(other)).includes('Is it the first battery?')));
});
