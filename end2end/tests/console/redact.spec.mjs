// What has to go: a lead redacts an entry, everybody's open page loses it, and the admin's rule for old requests.
import assert from 'node:assert/strict';
import { command, entries, listening, request } from '#desk';
import { eventually, test } from '#harness';

const secret = 'my password is correct-horse-7';

test('a lead redacts a message; open pages lose it, the customer learns only that it is gone', async ({ page, server, signIn, person, faultless, allow }) => {
  allow(/422/);
  const number = await request(server, 'I cannot sign in');
  const agent = await person('agent');
  await agent.goto('/desk/me');
  await command(agent, number, { command: 'reply', text: `So ${secret}?`, after: 'wait' });
  const customer = await person('customer');
  await listening(customer, `/requests/${number}`);
  await customer.getByText(secret).waitFor();
  await listening(agent, `/desk/t/${number}`);
  await entries(agent).filter({ hasText: secret }).waitFor();
  assert.equal(await agent.getByRole('link', { name: 'Redact…' }).count(), 0, 'agents do not redact');

  await signIn('lead');
  await page.goto(`/desk/t/${number}`);
  await entries(page).filter({ hasText: secret }).getByRole('link', { name: 'Redact…' }).click();
  await page.getByRole('heading', { level: 1, name: new RegExp(`^Redact entry \\d+ of ${number}$`) }).waitFor();
  await page.getByText(secret).waitFor();
  await faultless(page);
  const go = page.getByRole('button', { name: 'Redact for good' });
  await page.getByLabel(/^I have read what goes/).check();
  await go.click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel(/^Why/).fill('A password in clear');
  await go.click();

  const marked = entries(page).filter({ hasText: /Redacted by .+: A password in clear/ });
  await marked.waitFor();
  await entries(page).filter({ hasText: /redacted entry \d+: A password in clear/ }).waitFor();
  await faultless(page);
  for (const [tab, words] of [[agent, /Redacted by .+: A password in clear/], [customer, 'Removed by the help desk.']]) {
    await tab.getByText(words).first().waitFor();
    assert.equal(await tab.getByText(secret).count(), 0);
  }
  assert.ok(!(await customer.content()).includes('A password in clear'));
});

test('an admin says how long closed requests keep what they hold', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/retention');
  const months = page.getByLabel(/^Months after the last change/);
  assert.equal(await months.inputValue(), '', 'nothing goes by itself');
  await faultless(page);
  const save = page.getByRole('button', { name: 'Save rule' });
  await months.fill('soon');
  await save.click();
  await page.getByRole('alert').filter({ hasText: 'Enter a number' }).waitFor();
  await months.fill('600');
  await page.getByLabel('Messages, notes, answers, and files').check();
  await save.click();
  await page.getByText(/^The rule is saved/).waitFor();
  await eventually(async () => {
    await page.reload();
    assert.equal(await months.inputValue(), '600');
  });
  assert.ok(await page.getByLabel('Messages, notes, answers, and files').isChecked());
});
