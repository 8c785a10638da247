// What a caller did not know is asked for afterwards, and answered on a page of its own.
import assert from 'node:assert/strict';
import { both, eventually } from '#harness';

const message = page => page.getByRole('textbox', { name: 'Reply to' });

/** A call about a lost handheld, without all answers; the number of its ticket. */
async function call(page) {
  await page.goto('/desk/new');
  const caller = page.getByRole('combobox', { name: 'Who is calling' });
  await caller.fill('customer@demo.example');
  await page.getByRole('listbox', { name: 'Contacts' }).getByRole('option').first().waitFor();
  await caller.press('ArrowDown');
  await caller.press('Enter');
  await page.getByLabel('Product', { exact: true }).selectOption('scan');
  await page.getByLabel('What it is about').selectOption('pins');
  await page.getByLabel('In one line').fill('Handheld H-042 asks for a PIN');
  await page.getByLabel('What they see').fill('It asks for a PIN that nobody knows.');
  await page.getByRole('group', { name: 'Is the device missing?' }).getByRole('radio', { name: 'Yes' }).check();
  await page.getByLabel('When and where was it last seen?').waitFor();
  await page.getByLabel('The customer answers the rest later').check();
  await page.getByRole('button', { name: 'Create ticket' }).click();
  await page.waitForURL(/\/desk\/t\/CW-\d+$/);
  return page.url().split('/').pop();
}

both('an agent asks for what is missing, the customer answers it', async ({ page, signIn, person, faultless, scripts }) => {
  const agent = await person('agent');
  const number = await call(agent);
  const missing = agent.getByRole('region', { name: 'Missing answers' });
  await missing.getByText('When and where was it last seen?').waitFor();
  await missing.getByRole('button', { name: 'Ask the customer' }).click();
  await eventually(async () => assert.match(await message(agent).inputValue(), new RegExp(`/requests/${number}/answers`)));

  await signIn('customer');
  await page.goto(`/requests/${number}`);
  await page.getByRole('heading', { name: /We still need \d answers from you/ }).waitFor();
  if (scripts) await faultless(page);
  await page.getByRole('link', { name: 'Answer now' }).click();
  await page.waitForURL(`**/requests/${number}/answers`);
  await page.getByRole('heading', { level: 1, name: 'What we still need to know' }).waitFor();
  if (scripts) await faultless(page);
  await page.getByRole('button', { name: 'Send the answers' }).click();
  await page.getByRole('alert').or(page.locator('.errsum')).first().waitFor();
  const seen = page.getByLabel('When and where was it last seen?');
  await seen.fill('Monday at dock 4');
  await page.getByRole('button', { name: 'Send the answers' }).click();
  await page.waitForURL(`**/requests/${number}?answered=1`);
  await page.getByText('Thank you. We have your answers.').waitFor();
  await page.locator('.msg').filter({ hasText: 'Monday at dock 4' }).waitFor();

  await agent.getByRole('list', { name: 'Timeline' }).or(agent.locator('.m')).getByText('Monday at dock 4').first().waitFor();
  await eventually(async () => assert.equal(await missing.getByText('When and where was it last seen?').count(), 0));
});
