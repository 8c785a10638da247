// Two people change the same ticket: the later one is told what changed, and keeps what they typed.
import assert from 'node:assert/strict';
import { command, entries, held, listening, pick, story, text } from '#desk';
import { eventually, test } from '#harness';

const send = page => page.getByRole('button', { name: 'Send, keep open' }).click();

test('a reply stops when the thread moved on meanwhile', async ({ page, signIn, person, allow, axe }) => {
  allow(/409/);
  await signIn('lead');
  const colleague = await person('agent2');
  await colleague.goto('/desk/me');
  await listening(page, `/desk/v/all/t/${story.number}`);
  await text(page).fill('Please install 7.4.2 on Dock 3.');
  await command(colleague, story.number, { command: 'note', text: 'Wait, 7.4.2 is withdrawn.' });
  await entries(page).filter({ hasText: 'Wait, 7.4.2 is withdrawn.' }).waitFor();

  await send(page);
  const clash = page.getByRole('alert').filter({ hasText: 'This ticket changed while you were writing' });
  await clash.getByRole('listitem').filter({ hasText: /Jonah Mercer added a note/ }).waitFor();
  assert.equal(await text(page).inputValue(), 'Please install 7.4.2 on Dock 3.');
  assert.equal(await entries(page).filter({ hasText: 'Please install 7.4.2' }).count(), 0, 'nothing was sent');
  await axe(page);

  await clash.getByRole('button', { name: 'Review, then send again' }).click();
  await clash.waitFor({ state: 'detached' });
  await text(page).fill('Please wait with 7.4.2.');
  await send(page);
  await entries(page).filter({ hasText: 'Please wait with 7.4.2.' }).waitFor();
});

test('a change of something stale is refused and shows what holds', async ({ page, signIn, person, allow }) => {
  allow(/409/);
  await signIn('lead');
  const colleague = await person('agent2');
  await colleague.goto('/desk/me');
  await page.goto('/desk/v/all/t/CW-20407');
  const news = await held(page, '**/fn/tickets/ticket?*');
  await command(colleague, 'CW-20407', { command: 'set_priority', to: 'low' });
  const refused = page.waitForResponse(answer => answer.url().endsWith('/fn/tickets/change'));
  await pick(page, 'Status', 'Waiting on customer');
  assert.equal((await refused).status(), 409);
  news.release();

  const clash = page.getByRole('alert').filter({ hasText: 'Somebody changed this ticket' });
  await clash.getByRole('listitem').filter({ hasText: /Jonah Mercer set the priority to Low/ }).waitFor();
  await page.locator('summary[aria-label="Priority: Low"]').waitFor();
  await page.locator('summary[aria-label="Status: Open"]').waitFor();
  await pick(page, 'Status', 'Waiting on customer');
  await page.locator('summary[aria-label="Status: Waiting on customer"]').waitFor();
  await eventually(async () => assert.equal(await clash.count(), 0));
});
