// One request: its promises count down, its conversation goes on, and nobody else sees it.
import assert from 'node:assert/strict';
import { story } from '#desk';
import { both, eventually, test } from '#harness';

const path = `/requests/${story.number}`;
const field = page => page.getByLabel('Add a message');
const send = page => page.getByRole('button', { name: 'Send', exact: true }).click();

both('the list names number and promise, and is searched', async ({ page, signIn }) => {
  await signIn('customer');
  await page.goto('/requests');
  const row = page.locator('.req').filter({ hasText: story.number });
  assert.equal(await row.getByRole('link').getAttribute('href'), path);
  assert.match(await row.innerText(), /We’ll contact you by/);
  await page.getByRole('searchbox').fill('blank dock 3');
  await page.getByRole('button', { name: 'Search' }).click();
  await page.waitForURL('**/requests?*q=blank*');
  await page.getByRole('link', { name: story.subject }).click();
  await page.getByRole('heading', { level: 1, name: story.subject }).waitFor();
});

both('it begins with what was promised', async ({ page, signIn }) => {
  await signIn('customer');
  await page.goto(path);
  const promises = page.getByRole('list', { name: 'What we promised' });
  assert.match(await promises.getByRole('timer', { name: 'Fix or workaround' }).innerText(), /^On track: by .*, .* left$/);
  const due = await promises.locator('time[datetime]').first().getAttribute('datetime');
  assert.ok(Date.parse(due) > 0, due);
  await page.getByText('Test driver 7.4.2 on the same printer').waitFor();
  assert.equal(await page.getByText('Same driver fault as P-311').count(), 0, 'notes are the team’s');
  await page.getByText('Ines Kovar called you').waitFor();
  const link = page.locator('.msg').getByRole('link', { name: 'Go back to driver 7.3.9' });
  assert.equal(await link.getAttribute('href'), '/help/a/go-back-to-driver-7-3-9');
});

test('the clock counts down without being announced', async ({ page, signIn }) => {
  await signIn('customer');
  await page.clock.install();
  await page.goto(path);
  const clock = page.getByRole('timer', { name: 'Time until: Next contact' });
  const left = async () => Number((await clock.innerText()).match(/^(\d+)\s+minutes/)[1]);
  const before = await left();
  await page.clock.fastForward('04:00');
  await eventually(async () => assert.equal(await left(), before - 4));
  await page.clock.fastForward('01:00:00');
  await page.getByRole('heading', { name: 'We’re late' }).waitFor();
  assert.equal(await page.locator('[role=timer][aria-live]').count(), 0);
});

both('a reply stands on top of the conversation', async ({ page, signIn }) => {
  await signIn('customer');
  await page.goto(path);
  const words = `It also happens on <Dock 4> & more, ${Date.now()}`;
  await field(page).fill(words);
  await send(page);
  await page.locator('.msg').first().getByText(words).waitFor();
  assert.equal(await field(page).inputValue(), '');
});

both('an empty reply is refused and the field named', async ({ page, scripts, signIn, axe, allow }) => {
  allow(/422/);
  await signIn('customer');
  await page.goto(path);
  await send(page);
  await page.getByRole('alert').getByRole('link').waitFor();
  assert.match(await page.title(), scripts ? /./ : /^Error: /);
  await axe(page);
});

test('what is typed outlives a reload and a message from elsewhere', async ({ page, signIn, person }) => {
  await signIn('customer');
  await page.goto(path);
  const kept = page.waitForResponse(answer => answer.url().includes('/fn/request/draft') && answer.ok());
  await field(page).pressSequentially('Half a sen');
  await kept;
  const elsewhere = await person('customer');
  await elsewhere.goto(path);
  await field(elsewhere).fill('From the other window');
  await send(elsewhere);
  await page.locator('.msg').getByText('From the other window').first().waitFor();
  assert.equal(await field(page).inputValue(), 'Half a sen');
  assert.ok(await field(page).evaluate(element => element === document.activeElement));
});

both('it has become more urgent, the duty manager is asked, it works again', async ({ page, scripts, signIn }) => {
  await signIn('boss');
  await page.goto(scripts ? path : '/requests/CW-20377');
  const say = async (what, label, words, go) => {
    await page.locator('summary', { hasText: what }).click();
    await page.getByLabel(label).fill(words);
    await page.getByRole('button', { name: go }).click();
    await page.getByText('We have it and told the right people.').waitFor();
    await page.locator('.evt').filter({ hasText: words }).first().waitFor();
  };
  await say('more urgent', 'What changed?', 'The truck leaves at six.', 'Tell us it’s more urgent');
  await say('duty manager', 'What should the duty manager know?', 'We lose a customer over this.', 'Ask the duty manager');
  await say('It works again', 'What helped, if you know', 'A new belt.', 'Mark as solved');
  await page.getByRole('heading', { name: 'Solved' }).waitFor();
});

both('what belongs to others does not exist', async ({ page, signIn, allow }) => {
  allow(/404/);
  await signIn('customer2');
  for (const foreign of [path, '/requests/CW-99999999', '/requests/none']) {
    const answer = await page.goto(foreign);
    assert.equal(answer.status(), 404, foreign);
    assert.match(await page.getByRole('main').innerText(), /can’t find that page/);
    assert.ok(!(await answer.text()).includes(story.subject));
  }
});
