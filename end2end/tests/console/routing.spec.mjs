// The right person: rules are drafted, tried and saved; new tickets follow them; queues hand out, and people take what is next.
import assert from 'node:assert/strict';
import { entries, request, row } from '#desk';
import { eventually, test } from '#harness';

const bar = page => page.locator('.ed__bar');
const rules = page => page.getByRole('list').filter({ has: page.getByRole('link', { name: 'Locked out' }) }).getByRole('listitem');

test('a rule is drafted, refused while it leads nowhere, tried, saved, and followed', async ({ page, server, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/routing');
  await faultless(page);
  await page.getByRole('link', { name: 'Add rule' }).click();
  await page.getByLabel('Name').fill('Fire');
  await page.getByLabel('Says one of these').fill('smoke\nburning');
  await page.getByRole('button', { name: 'Keep rule' }).click();
  await page.getByRole('link', { name: /^As it stands, the rule does nothing/ }).waitFor();
  assert.equal(await page.getByLabel('Says one of these').inputValue(), 'smoke\nburning', 'what was typed stays');
  await page.getByLabel('Goes to').selectOption('engineering');
  await page.getByLabel('Priority').selectOption('urgent');
  await faultless(page);
  await page.getByRole('button', { name: 'Keep rule' }).click();
  await bar(page).getByText('Not saved yet').waitFor();
  assert.deepEqual(await rules(page).getByRole('link').allInnerTexts(), ['Locked out', 'Money and licences', 'Fire']);

  await page.getByRole('button', { name: 'Try on the last tickets' }).click();
  await page.getByRole('heading', { name: 'Tried on the last 200 tickets' }).waitFor();
  await page.getByRole('button', { name: 'Move Fire up' }).focus();
  await page.keyboard.press('Enter');
  await page.getByText('Fire is now rule 2 of 3.').waitFor();
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.ariaLabel), 'Move Fire up'));
  await page.keyboard.press('Enter');
  await page.getByText('Fire is now rule 1 of 3.').waitFor();
  assert.deepEqual(await rules(page).getByRole('link').allInnerTexts(), ['Fire', 'Locked out', 'Money and licences']);
  await page.getByRole('button', { name: 'Save rules' }).click();
  await bar(page).getByText(/^Saved by /).waitFor();

  const number = await request(server, 'Smoke from the label printer');
  await page.goto(`/desk/t/${number}`);
  const line = entries(page).filter({ hasText: 'Placed in Engineering by the rule “Fire”' });
  await line.getByText('Why').click();
  await line.getByText('Fire: took it').waitFor();
  await page.locator('summary[aria-label="Priority: Urgent"]').waitFor();
  const usual = await request(server, 'A question about money');
  await page.goto(`/desk/t/${usual}`);
  await entries(page).filter({ hasText: 'Placed in Accounts and billing, which takes everything else' }).waitFor();
});

test('of two admins the second is told, and keeps what was changed', async ({ page, person, signIn, allow }) => {
  allow(/409/);
  const other = await person('admin');
  await signIn('admin');
  for (const tab of [page, other]) {
    await tab.goto('/desk/admin/routing');
    await tab.getByRole('button', { name: 'Move Money and licences up' }).click();
  }
  await page.getByRole('button', { name: 'Remove Locked out' }).click();
  await other.getByRole('button', { name: 'Save rules' }).click();
  await bar(other).getByText(/^Saved by /).waitFor();
  await page.getByRole('button', { name: 'Save rules' }).click();
  await page.getByText(/^Somebody else saved the rules meanwhile/).waitFor();
  await bar(page).getByText('Not saved yet').waitFor();
  await page.getByRole('button', { name: 'Take theirs' }).click();
  await bar(page).getByText(/^Saved by /).waitFor();
});

test('what a customer answered decides too, and a question that nobody asks is named', async ({ page, signIn }) => {
  await signIn('admin');
  await page.goto('/desk/admin/routing');
  await page.getByRole('link', { name: 'Add rule' }).click();
  await page.getByLabel('Name').fill('Not printing at all');
  await page.getByLabel('Answered one of these').fill('Does a test label from the printer itself come out well? = no\nWhich ink?');
  await page.getByLabel('Goes to').selectOption('engineering');
  await page.getByRole('button', { name: 'Keep rule' }).click();
  await page.getByText('No form asks “Which ink?”').waitFor();
  await page.getByText('answers “Does a test label from the printer itself come out well?” with “no” / answers “Which ink?”').waitFor();
});

test('a queue hands out to whoever can and has the least on their hands', async ({ page, server, signIn }) => {
  await signIn('admin');
  const number = await request(server, 'Locked out since this morning', { product: 'account' });
  await page.goto(`/desk/t/${number}`);
  const line = entries(page).filter({ hasText: 'Placed in Sign-in help by the rule “Locked out”' });
  await line.getByText(/ has it: /).waitFor();
  await line.getByText('Why').click();
  await line.getByText(/^Jonah Mercer: /).waitFor();
  await line.getByText(/^Leila Haddad: /).waitFor();
});

test('what people can do is said, and who is away gets nothing', async ({ page, server, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/agents');
  await faultless(page);
  await page.getByRole('link', { name: 'Leila Haddad' }).click();
  await page.getByLabel('Limit').fill('none');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByRole('link', { name: 'Enter a whole number from 1 to 500.' }).waitFor();
  await page.getByLabel('Limit').fill('20');
  await page.getByLabel('Can do').fill('Link 2\nSign-in 2');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Link 2, Sign-in 2.').waitFor();
  await page.getByLabel('Stand-in').selectOption({ label: 'Jonah Mercer' });
  await page.getByRole('button', { name: 'Save absence' }).click();
  await page.getByText(/Away from .*Jonah Mercer stands in/).waitFor();
  await faultless(page);
  const number = await request(server, 'Passkey is refused', { product: 'account' });
  await page.goto(`/desk/t/${number}`);
  const line = entries(page).filter({ hasText: 'by the rule “Locked out”' });
  await line.getByText('Why').click();
  await line.getByText(/^Leila Haddad: away/).waitFor();
  await page.goto('/desk/admin/agents');
  await page.getByRole('link', { name: 'Leila Haddad' }).click();
  await page.getByRole('button', { name: 'Is back' }).click();
  await page.getByRole('button', { name: 'Is back' }).waitFor({ state: 'detached' });
});

test('who is free takes the next ticket that nobody has', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/v/unassigned');
  await page.getByRole('button', { name: 'Take next' }).click();
  await page.waitForURL(/\/desk\/v\/mine\/t\/CW-/);
  await entries(page).filter({ hasText: 'assigned it to Ines Kovar' }).last().waitFor();
});
