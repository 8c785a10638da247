// Two people at work: what one does, the other sees, without a reload and without anything moving away.
import assert from 'node:assert/strict';
import { command, entries, held, listening, numbers, row, story, text } from '#desk';
import { eventually, test } from '#harness';

const focused = page => page.evaluate(() => document.activeElement.dataset.number);

/** A reload would forget this. */
const mark = page => page.evaluate(() => { window.neverReloaded = true; });
const isSamePage = async page => assert.ok(await page.evaluate(() => window.neverReloaded), 'the page was not reloaded');

test('values change in place; what would move waits to be shown', async ({ page, signIn, person }) => {
  await signIn('agent');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await listening(page, '/desk/v/all');
  await mark(page);
  const order = await numbers(page);
  const [here, gone] = [order.at(-1), order.at(-2)];
  await row(page, here).getByRole('link').focus();
  await row(page, here).hover();
  const place = await row(page, here).boundingBox();

  await command(lead, story.number, { command: 'set_subject', to: 'Blank labels, seen from afar' });
  await row(page, story.number).getByText('Blank labels, seen from afar').waitFor();
  await command(lead, gone, { command: 'set_status', to: 'resolved' });
  const waiting = page.getByRole('button', { name: /^1 ticket changed\. Show it/ });
  await waiting.waitFor();
  assert.deepEqual(await numbers(page), order);
  assert.equal(await focused(page), here);
  assert.equal((await row(page, here).boundingBox()).x, place.x);

  await page.keyboard.press('.');
  await row(page, gone).waitFor({ state: 'detached' });
  assert.equal(await waiting.count(), 0);
  assert.equal(await focused(page), here, 'the keyboard is still at the same ticket');
  await isSamePage(page);
});

test('the counts of the views follow', async ({ page, signIn, person }) => {
  await signIn('agent');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await listening(page, '/desk/v/unassigned');
  const count = async () => Number((await page.getByRole('link', { name: /^Unassigned \d+$/ }).innerText()).match(/\d+/)[0]);
  const before = await count();
  const [number] = await numbers(page);
  await command(lead, number, { command: 'assign', to: await lead.evaluate(() => {
    const me = JSON.parse(document.querySelector('meta[name=me]').content);
    return { id: me.person_id, name: me.name };
  }) });
  await eventually(async () => assert.equal(await count(), before - 1));
});

test('the open ticket grows while somebody writes, and lets them', async ({ page, signIn, person }) => {
  await signIn('agent2');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await listening(page, `/desk/v/all/t/${story.number}`);
  await mark(page);
  const timeline = page.getByRole('list', { name: 'Timeline' });
  await timeline.evaluate(list => { list.scrollTop = 0; });
  await text(page).fill('I am just writing');
  await text(page).evaluate(field => field.setSelectionRange(4, 4));

  await command(lead, story.number, { command: 'note', text: 'The truck was moved to 19:00.' });
  await entries(page).filter({ hasText: 'The truck was moved to 19:00.' }).waitFor();
  assert.equal(await timeline.evaluate(list => list.scrollTop), 0, 'who reads further up stays there');
  assert.equal(await text(page).inputValue(), 'I am just writing');
  assert.deepEqual(await page.evaluate(() => [document.activeElement.id, document.activeElement.selectionStart]), ['text', 4]);
  await page.getByRole('button', { name: 'New entries below' }).click();
  await eventually(async () => assert.ok(await timeline.evaluate(list => list.scrollTop > 0)));

  await command(lead, story.number, { command: 'set_priority', to: 'urgent' });
  await page.locator('summary[aria-label="Priority: Urgent"]').waitFor();
  assert.equal(await text(page).inputValue(), 'I am just writing');
  await isSamePage(page);
});

test('news are on the other page well within a second', async ({ page, signIn, person }) => {
  await signIn('agent');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await listening(page, `/desk/v/all/t/${story.number}`);
  await page.evaluate(() => {
    const timeline = document.querySelector('#timeline');
    new MutationObserver(() => { window.shownAt ??= Date.now(); }).observe(timeline, { childList: true });
  });
  await command(lead, story.number, { command: 'note', text: 'Quick as a flash.' });
  const written = Date.now();
  await entries(page).filter({ hasText: 'Quick as a flash.' }).waitFor();
  const took = await page.evaluate(() => window.shownAt) - written;
  assert.ok(took < 1000, `it took ${took} ms`);
});

test('what happened while the page was on its way is not lost', async ({ page, signIn, person }) => {
  await signIn('agent');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  const stream = await held(page, '**/live*');
  await page.goto(`/desk/v/all/t/${story.number}`);
  await command(lead, story.number, { command: 'note', text: 'Between two chairs.' });
  stream.release();
  await entries(page).filter({ hasText: 'Between two chairs.' }).waitFor();
});

test('what happened while the tab was hidden is there when it is shown again', async ({ page, signIn, person }) => {
  await signIn('agent');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await listening(page, `/desk/v/all/t/${story.number}`);
  await command(lead, story.number, { command: 'note', text: 'Seen at once.' });
  await entries(page).filter({ hasText: 'Seen at once.' }).waitFor();
  await hide(page, true);
  await command(lead, story.number, { command: 'note', text: 'Said behind your back.' });
  await hide(page, false);
  await entries(page).filter({ hasText: 'Said behind your back.' }).waitFor();
});

test('a lost connection is told, and heals without a reload', async ({ page, signIn, person, server, allow }) => {
  allow(/ERR_|Failed to load resource/);
  await signIn('agent');
  const lead = await person('lead');
  await lead.goto('/desk/me');
  await page.clock.install();
  await listening(page, `/desk/v/all/t/${story.number}`);
  await text(page).fill('Still here');
  await server.stop();
  const told = page.getByRole('status').filter({ hasText: 'No connection since' });
  await eventually(async () => {
    await page.clock.fastForward(6_000);
    assert.equal(await told.count(), 1);
  });
  await server.start();
  await command(lead, story.number, { command: 'note', text: 'We are back.' });
  await entries(page).filter({ hasText: 'We are back.' }).waitFor();
  await told.waitFor({ state: 'detached' });
  assert.equal(await text(page).inputValue(), 'Still here');
});

/** As when another tab is chosen. */
const hide = (page, hidden) => page.evaluate(hidden => {
  Object.defineProperty(document, 'hidden', { configurable: true, value: hidden });
  document.dispatchEvent(new Event('visibilitychange', { bubbles: true }));
}, hidden);
