// Moving the work of many at once: seen before it is done, followed while it runs, brought back.
import assert from 'node:assert/strict';
import { listening } from '#desk';
import { eventually, test } from '#harness';

const move = page => page.getByRole('button', { name: /^Move \d+ tickets?$/ });
const lately = page => page.getByRole('region', { name: 'Moved lately' }).getByRole('listitem').first();

test('work is moved, and brought back', async ({ page, signIn, faultless }) => {
  await signIn('lead');
  await page.goto('/desk/board');
  await page.getByRole('link', { name: 'Move work' }).click();
  await page.getByRole('heading', { level: 1, name: 'Move work' }).waitFor();
  await listening(page, '/desk/board/move');
  await page.getByText('Nothing was moved yet.').waitFor();
  const from = page.getByLabel('Open tickets of');
  const team = await from.locator('option').filter({ hasText: /^Team: / }).first().innerText();
  await from.selectOption({ label: team });
  await page.getByLabel('To whom').selectOption({ label: 'Nobody, they wait in the queue' });
  await move(page).waitFor();
  await faultless(page);
  const many = Number((await move(page).innerText()).match(/\d+/)[0]);
  assert.ok(many > 1);
  const first = page.getByRole('table').getByRole('row').nth(1);
  const number = (await first.innerText()).match(/CW-\d+/)[0];
  const owner = (await first.getByRole('cell').nth(1).innerText()).split(', ').at(-1);
  await move(page).click();
  await lately(page).getByText(`${many} tickets moved`).waitFor();
  await faultless(page);

  const ticket = await page.context().newPage();
  await ticket.goto(`/desk/t/${number}`);
  await ticket.getByText(`took it off ${owner}`).first().waitFor();
  await lately(page).getByRole('button', { name: /^Undo/ }).click();
  await lately(page).getByText(/tickets? brought back/).waitFor();
  await ticket.getByText(`assigned it to ${owner}`).last().waitFor();
});

test('agents do not move the work of others', async ({ page, signIn, allow }) => {
  allow(/403/);
  await signIn('agent');
  await page.goto('/desk/board');
  await page.getByRole('heading', { name: 'Live board' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Move work' }).count(), 0);
  await page.goto('/desk/board/move');
  await eventually(async () => assert.equal(await page.getByLabel('Open tickets of').count(), 0));
});
