// From an empty folder to a contract: an organisation, its people, and what they were promised.
import assert from 'node:assert/strict';
import { desk, eventually, test } from '#harness';

desk({ tickets: 0 });

test('an organisation is added, changed, given a contact and a contract', async ({ page, server, signIn, faultless, allow }) => {
  allow(/422/);
  const made = await server.casewell(['user', 'add', '--email', 'ada@desk.example', '--name', 'Ada Kern', '--role', 'admin', '--password-stdin'], 'one-two-three-four');
  assert.equal(made.code, 0, made.err);
  await signIn('ada@desk.example', { password: 'one-two-three-four' });
  await page.goto('/desk/customers');
  await page.getByText('No organisations yet').waitFor();
  await faultless(page);
  await page.getByRole('link', { name: 'Add organisation' }).click();
  // What a desk knows of its staff may be some seconds old.
  await eventually(async () => {
    await page.reload();
    assert.ok((await page.getByLabel('Account manager').locator('option').allTextContents()).includes('Ada Kern'));
  }, 20_000);
  await page.locator('html[data-hydrated]').waitFor();
  const save = () => page.getByRole('button', { name: 'Save organisation' }).click();
  await save();
  await page.getByRole('link', { name: 'Enter a name.' }).waitFor();
  await faultless(page);
  await page.getByLabel('Name', { exact: true }).fill('Bright Mill');
  await page.getByLabel(/^Tier/).fill('gold');
  await page.getByLabel('Time zone').fill('Berlin');
  await save();
  await page.getByRole('link', { name: /^Enter a time zone/ }).waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Bright Mill', 'what is typed stays');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByLabel('Account manager').selectOption('Ada Kern');
  await save();
  await page.getByText('Bright Mill is saved.').first().waitFor();
  await page.getByRole('heading', { level: 1, name: 'Bright Mill' }).waitFor();
  await faultless(page);

  await page.getByRole('link', { name: 'Change', exact: true }).click();
  await page.getByLabel(/^Place/).fill('Eastmoor');
  await save();
  await page.getByText('Eastmoor').first().waitFor();

  await page.getByRole('link', { name: 'Add contact' }).click();
  await page.getByLabel('Name', { exact: true }).fill('Grete Voss');
  await page.getByLabel('Email').fill('grete@brightmill.example');
  await page.getByLabel(/^Sees all requests/).check();
  await faultless(page);
  await page.getByRole('button', { name: 'Add contact' }).click();
  await page.getByRole('row').filter({ hasText: 'Grete Voss' }).getByText('grete@brightmill.example').waitFor();

  // Somebody who has asked before is known by the address.
  const asked = await server.casewell(['user', 'add', '--email', 'kwame@brightmill.example', '--name', 'Kwame Osei', '--role', 'customer', '--password-stdin'], 'one-two-three-four');
  assert.equal(asked.code, 0, asked.err);
  const contact = async (email) => {
    await page.getByRole('link', { name: 'Add contact' }).click();
    await page.getByLabel('Name', { exact: true }).fill('K.');
    await page.getByLabel('Email').fill(email);
    await page.getByRole('button', { name: 'Add contact' }).click();
  };
  await contact('kwame@brightmill.example');
  await page.getByText('Kwame Osei is added.').first().waitFor();
  const kwame = page.getByRole('row').filter({ hasText: 'Kwame Osei' });
  await kwame.getByRole('button', { name: 'Take out' }).click();
  await faultless(page);
  await page.getByRole('dialog').getByRole('button', { name: 'Take out' }).click();
  await page.getByText('Kwame Osei is no contact of Bright Mill any more.').first().waitFor();
  await kwame.waitFor({ state: 'detached' });
  await contact('ada@desk.example');
  await page.getByRole('link', { name: /^This is in use already/ }).waitFor();
  await page.getByRole('link', { name: 'Bright Mill' }).first().click();

  await page.getByRole('link', { name: 'Add contract' }).click();
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Gold support');
  await page.getByLabel('First day').fill('2026-01-01');
  await page.getByRole('button', { name: 'Save contract' }).click();
  await page.getByRole('row').filter({ hasText: 'Bright Mill' }).getByText('Gold support').waitFor();
});
