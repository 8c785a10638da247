// The list of tickets: what presses stands on top, clocks count by themselves, and no mouse is needed.
import assert from 'node:assert/strict';
import { numbers, row, story } from '#desk';
import { eventually, test } from '#harness';

const headings = ['Missed', 'At risk', 'On track', 'Paused', 'No promise running'];
const focused = page => page.evaluate(() => document.activeElement.dataset.number);

test('views say how much is in them, and lead there', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk');
  await page.waitForURL('**/desk/v/mine');
  const views = page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: /^(Unassigned|Waiting on customer|Dock) \d+$/ });
  assert.equal(await views.count(), 3);
  for (const link of await views.all()) {
    const [, name, count] = (await link.innerText()).match(/^(.*?)\s+(\d+)$/s);
    await link.click();
    await page.getByRole('heading', { level: 1, name }).waitFor();
    assert.equal((await numbers(page)).length, Number(count), name);
    assert.equal(await link.getAttribute('aria-current'), 'page');
  }
});

test('tickets stand below how much they press', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/v/all');
  const groups = await page.getByRole('grid').getByRole('rowgroup').all();
  const shown = [];
  for (const group of groups) {
    const [heading, ...rows] = await group.getByRole('row').allInnerTexts();
    const [, name, count] = heading.match(/^(.*?)\s+(\d+)\+?$/s);
    assert.equal(rows.length, Number(count), name);
    for (const one of rows) {
      assert.match(one, /CW-\d+/);
      if (name !== 'No promise running') assert.ok(one.includes(`, ${name.toLowerCase()}`), `${name}: ${one}`);
    }
    shown.push(name);
  }
  assert.deepEqual(shown, headings.filter(name => shown.includes(name)), 'what presses most comes first');
  assert.ok(shown.includes('Missed') && shown.includes('Paused'), `${shown}`);
});

test('clocks count down by the second, turn, and stay where they are', async ({ page, signIn }) => {
  await signIn('agent');
  await page.clock.install();
  await page.goto('/desk/v/all');
  const chip = row(page, story.number).locator('.sla');
  const order = await numbers(page);
  const read = async () => (await chip.innerText()).replace(/\s+/g, ' ');
  const minutes = async () => Number((await read()).match(/^(\d+)m/)[1]);
  const before = await minutes();
  await page.clock.fastForward('05:00');
  await eventually(async () => assert.equal(await minutes(), before - 5));
  await page.clock.fastForward((before - 9) * 60_000);
  await eventually(async () => assert.match(await read(), /^\d:\d\d ?, at risk$/));
  const last = await read();
  await eventually(async () => assert.notEqual(await read(), last, 'every second below ten minutes'));
  await page.clock.fastForward('15:00');
  await eventually(async () => assert.match(await read(), /^\d+m over ?, missed$|^\d:\d\d over ?, missed$/));
  assert.deepEqual(await numbers(page), order);
  assert.equal(await page.getByRole('grid').locator('[role=timer], [aria-live]').count(), 0, 'rows are never announced');
});

test('ticking is silent; what turns is said once, in one sentence', async ({ page, signIn }) => {
  await signIn('agent');
  await page.clock.install();
  await page.goto('/desk/v/mine');
  await page.evaluate(() => {
    window.said = [];
    const hear = new MutationObserver(changes => changes.forEach(({ target }) => {
      const region = (target.closest ? target : target.parentElement).closest('[role=status], [role=alert], [aria-live]');
      if (region?.textContent.trim()) window.said.push(region.textContent.trim());
    }));
    hear.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  const said = () => page.evaluate(() => window.said);
  const chip = row(page, story.number).locator('.sla');
  const before = await chip.innerText();
  await page.clock.runFor(65_000);
  await eventually(async () => assert.notEqual(await chip.innerText(), before));
  assert.deepEqual(await said(), []);
  await page.clock.runFor(50 * 60_000);
  await eventually(async () => assert.match((await said()).join(), /of yours ha(s|ve) missed/));
});

test('j, k and o move, open and come back', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/v/all');
  const [first, second, third] = await numbers(page);
  for (const [key, there] of [['j', first], ['j', second], ['j', third], ['k', second], ['ArrowDown', third], ['Home', first]]) {
    await page.keyboard.press(key);
    assert.equal(await focused(page), there, key);
  }
  assert.equal(await page.getByRole('grid').locator('a[tabindex="0"]').count(), 1, 'one tab stop');
  await page.keyboard.press('j');
  await page.keyboard.press('o');
  await page.waitForURL(`**/desk/v/all/t/${second}`);
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement.tagName), 'H1'));
  await page.keyboard.press('j');
  await page.waitForURL(`**/t/${third}`);
  await page.keyboard.press('u');
  await page.waitForURL('**/desk/v/all');
  await eventually(async () => assert.equal(await focused(page), third));
});

test('letters are letters where somebody types', async ({ page, signIn }) => {
  await signIn('lead');
  await page.goto(`/desk/v/all/t/${story.number}`);
  const field = page.getByRole('textbox', { name: `Reply to ${story.customer}` });
  await field.pressSequentially('jokes?');
  assert.equal(await field.inputValue(), 'jokes?');
  assert.match(page.url(), new RegExp(`/t/${story.number}$`));
  assert.equal(await page.getByRole('dialog').count(), 0);
});

test('a view with nothing in it says where there is work', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto('/desk/v/queue-engineering');
  await page.getByText('Nothing is due').waitFor();
  await page.getByRole('link', { name: 'See unassigned' }).click();
  await page.getByRole('heading', { level: 1, name: 'Unassigned' }).waitFor();
});
