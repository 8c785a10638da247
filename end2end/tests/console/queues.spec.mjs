// Queues and teams: an admin begins a queue, gives it people and everything else, and removes it once it is empty.
import assert from 'node:assert/strict';
import { entries, request, text } from '#desk';
import { test } from '#harness';

const save = page => page.getByRole('button', { name: 'Save queue' }).click();

test('a queue begins, gets people and what nothing else places, and goes', async ({ page, server, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/routing');
  const row = page.getByRole('row').filter({ hasText: 'Front desk' });
  const accounts = page.getByRole('row').filter({ hasText: 'Accounts and billing' });
  await accounts.getByText('Everything else').waitFor();
  await page.getByRole('button', { name: 'Move Money and licences up' }).click();
  await page.getByRole('link', { name: 'Add queue' }).click();
  await page.getByLabel('Name').fill('dock');
  await page.getByRole('combobox', { name: 'Team' }).fill('Front');
  await save(page);
  await page.getByRole('link', { name: 'This is in use already. Choose another.' }).waitFor();
  await page.getByLabel('Name').fill('Front desk');
  await page.getByLabel(/^Takes everything else/).check();
  await faultless(page);
  await save(page);
  await row.getByText('Everything else').waitFor();
  assert.equal(await accounts.getByText('Everything else').count(), 0, 'only one takes it');
  await row.getByText('0 people').waitFor();
  await page.getByText('Front desk is saved.').first().waitFor();
  await page.getByText('Not saved yet').waitFor();
  await page.getByRole('button', { name: 'Discard changes' }).click();
  await page.getByText('Not saved yet').waitFor({ state: 'detached' });

  await page.goto('/desk/admin/agents');
  await page.getByRole('link', { name: 'Leila Haddad' }).click();
  await page.getByRole('combobox', { name: /^Team/ }).fill('Front');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Saved').first().waitFor();
  await page.goto('/desk/admin/routing');
  await row.getByText('1 person').waitFor();
  await row.getByRole('link', { name: 'Front desk' }).click();
  await page.getByLabel('Hands out each new ticket at once').check();
  await save(page);
  await row.getByText('Handed out').waitFor();
  await faultless(page);

  const number = await request(server, 'A question about nothing in particular');
  await page.goto(`/desk/t/${number}`);
  await entries(page).filter({ hasText: 'Placed in Front desk, which takes everything else. Leila Haddad has it' }).waitFor();

  await page.goto('/desk/admin/routing');
  await row.getByRole('link', { name: 'Front desk' }).click();
  const remove = page.getByRole('button', { name: 'Remove queue' });
  await remove.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Remove queue' }).click();
  await dialog.getByText('Something is open in it. Move that first, on the board.').first().waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();
  // What is solved does not hold it.
  await page.goto(`/desk/t/${number}`);
  await text(page).fill('Nothing in particular, then.');
  await page.getByText('More ways to send').locator('..').click();
  await page.getByRole('button', { name: 'Send and solve' }).click();
  await page.locator('summary[aria-label="Status: Solved"]').waitFor();
  await page.goto('/desk/admin/routing');
  await row.getByRole('link', { name: 'Front desk' }).click();
  await remove.click();
  await dialog.getByRole('button', { name: 'Remove queue' }).click();
  await page.getByText('Front desk is removed.').first().waitFor();
  await row.waitFor({ state: 'detached' });
  await page.getByText('What no rule, mailbox or product places waits in no queue.').waitFor();
});
