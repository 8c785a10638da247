// The live board: what presses, who has room, and giving work to somebody.
import assert from 'node:assert/strict';
import { command, entries, listening } from '#desk';
import { eventually, test } from '#harness';

const column = (page, name) => page.getByRole('region', { name });
const cards = (page, name) => column(page, name).getByRole('listitem');
const figure = async (page, name) => Number((await page.locator('.kpis > div').filter({ hasText: name }).locator('dd').innerText()).match(/^\d+/)[0]);

test('it shows how the desk stands, by keyboard and on a phone too', async ({ page, signIn, faultless }) => {
  await signIn('lead');
  await page.goto('/desk/v/all');
  await page.keyboard.press('g');
  await page.keyboard.press('b');
  await page.getByRole('heading', { name: 'Live board' }).waitFor();
  for (const name of [/^Missed/, /^Next 30 minutes/, /^Next 2 hours/, /^Later today/]) await column(page, name).waitFor();
  const missed = await cards(page, /^Missed/).count();
  assert.equal(await figure(page, 'Missed now'), missed);
  await page.getByRole('link', { name: `Live board ${missed} missed` }).waitFor();
  await page.getByRole('heading', { name: 'Suggested moves' }).waitFor();
  await faultless(page);
  await page.getByRole('navigation', { name: 'Teams' }).getByRole('link', { name: 'Dock' }).click();
  await page.waitForURL(/team=Dock/);
  await eventually(async () => assert.equal(await page.locator('.team').getByText('Ines Kovar').count(), 0));
  await page.getByRole('link', { name: 'Wall screen' }).click();
  await page.getByRole('link', { name: 'Leave the wall screen' }).waitFor();
  await faultless(page);
});

test('on a phone no card is cut at its edge', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await signIn('lead');
  await page.goto('/desk/board');
  const card = page.locator('.bc').first();
  await card.waitFor();
  const inset = await card.evaluate(own => own.getBoundingClientRect().left - own.closest('.cols').getBoundingClientRect().left);
  assert.ok(inset >= 2, `${inset} px`);
});

test('the wall screen has room for a whole column of cards', async ({ page, signIn }) => {
  await page.setViewportSize({ width: 1920, height: 1080 });
  await signIn('lead');
  await page.goto('/desk/board?wall=1');
  const card = page.locator('.bc').first();
  await card.waitFor();
  const [needed, room] = await card.evaluate(own => {
    const list = own.closest('ul');
    while (list.children.length < 12) list.append(own.cloneNode(true));
    return [list.getBoundingClientRect().height, own.closest('.cols').clientHeight];
  });
  assert.ok(needed < room, `twelve cards need ${needed} of ${room} px`);
});

test('a suggested move is applied, and the board of somebody else follows', async ({ page, person, signIn }) => {
  const colleague = await person('manager');
  await listening(colleague, '/desk/board');
  await signIn('lead');
  await listening(page, '/desk/board');
  const before = await figure(page, 'Unassigned');
  const move = page.getByRole('button', { name: /^Assign CW-\d+ to / }).first();
  const [, number, name] = (await move.getAttribute('aria-label')).match(/^Assign (CW-\d+) to (.*)$/);
  await move.click();
  await page.getByText(`${number} is with ${name} now.`).waitFor();
  for (const tab of [page, colleague]) await eventually(async () => assert.equal(await figure(tab, 'Unassigned'), before - 1));
  await page.goto(`/desk/t/${number}`);
  await entries(page).filter({ hasText: `assigned it to ${name}` }).last().waitFor();
});

test('a card is given to somebody who is chosen', async ({ page, signIn, axe }) => {
  await signIn('lead');
  await listening(page, '/desk/board');
  const card = cards(page, /^Next 2 hours/).first();
  await card.getByRole('button', { name: /^(Move|Assign)/ }).click();
  const dialog = page.getByRole('dialog', { name: 'Who takes it?' });
  await axe(page);
  const number = await dialog.getByText(/^CW-\d+$/).innerText();
  await dialog.getByRole('button', { name: /Bram Vossen/ }).click();
  await page.getByText(`${number} is with Bram Vossen now.`).waitFor();
  await eventually(async () => assert.match(await card.innerText(), /Bram Vossen/));
});

test('what is solved elsewhere leaves the board', async ({ page, person, signIn }) => {
  await signIn('lead');
  await listening(page, '/desk/board');
  const agent = await person('agent');
  await agent.goto('/desk/me');
  const before = await cards(page, /^Missed/).count();
  const href = await cards(page, /^Missed/).first().getByRole('heading').getByRole('link').getAttribute('href');
  await command(agent, href.match(/CW-\d+/)[0], { command: 'set_status', to: 'resolved' });
  await eventually(async () => assert.equal(await cards(page, /^Missed/).count(), before - 1));
});
