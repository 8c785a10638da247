// One request: its promises count down, its conversation goes on, and nobody else sees it.
import assert from 'node:assert/strict';
import { command, request, story } from '#desk';
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

test('the large clock counts to what the headline names', async ({ page, server, signIn, person }) => {
  const number = await request(server, 'Two docks print blank');
  const agent = await person('agent');
  await agent.goto('/desk/me');
  const far = Date.now() + 20 * 86_400_000;
  await command(agent, number, { command: 'reply', text: 'We order a part.', after: 'keep_open', plan: null, next_contact: far });
  await signIn('customer');
  await page.goto(`/requests/${number}`);
  await page.getByRole('timer', { name: 'Time until: Next update' }).waitFor();
  await field(page).fill('And now the third dock, too.');
  await send(page);
  await page.getByRole('timer', { name: 'Time until: Reply to your message' }).waitFor();
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

both('too long a reason is refused, and what was typed stays', async ({ page, signIn, allow }) => {
  allow(/422/);
  await signIn('customer');
  await page.goto(path);
  const words = 'The truck waits. '.repeat(40);
  await page.locator('summary', { hasText: 'more urgent' }).click();
  await page.getByLabel('What changed?').fill(words);
  await page.getByRole('button', { name: 'Tell us it’s more urgent' }).click();
  await page.getByRole('alert').waitFor();
  assert.match(await page.title(), /^Error: /);
  assert.equal(await page.getByLabel('What changed?').inputValue(), words);
  await page.getByLabel('What changed?').fill('The truck waits.');
  await page.getByRole('button', { name: 'Tell us it’s more urgent' }).click();
  await page.getByText(/^We have it\. Told: .+\.$/).waitFor();
  assert.equal(await page.getByLabel('What changed?').inputValue(), '');
});

both('it has become more urgent, the duty manager is asked, it works again', async ({ page, scripts, signIn, person, axe }) => {
  await signIn('boss');
  const request = scripts ? path : '/requests/CW-20377';
  await page.goto(request);
  const heard = /^We have it\. Told: .+\.$/;
  const say = async (what, label, words, go, said = heard) => {
    await page.locator('summary', { hasText: what }).click();
    await page.getByLabel(label).fill(words);
    await axe(page);
    await page.getByRole('button', { name: go }).click();
    await page.getByText(said).waitFor();
    await page.locator('.evt').filter({ hasText: words }).first().waitFor();
  };
  await say('more urgent', 'What changed?', 'The truck leaves at six.', 'Tell us it’s more urgent');
  await say('duty manager', 'What should the duty manager know?', 'We lose a customer over this.', 'Ask the duty manager');
  const manager = await person('manager');
  await manager.goto('/desk/notices');
  const told = manager.getByRole('listitem').filter({ hasText: request.split('/').pop() });
  await told.filter({ hasText: 'We lose a customer over this.' }).first().waitFor();
  await say('It works again', 'What helped, if you know', 'A new belt.', 'Mark as solved', 'We have it, and your request counts as solved.');
  await page.getByRole('heading', { name: 'Solved' }).waitFor();
});

both('what is sent after the session ended is there again after signing in', async ({ page, scripts, signIn, allow }) => {
  allow(/401/);
  await signIn('customer', { fresh: true });
  await page.goto(path);
  await page.context().clearCookies({ name: 'casewell' });
  const words = `Still here, ${scripts ? 'with' : 'without'} scripts.`;
  await field(page).fill(words);
  await send(page);
  await page.waitForURL('**/login?next=**');
  await page.getByLabel('Email').fill('customer@demo.example');
  await page.getByLabel('Password').fill('casewell-demo');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(`**${path}`);
  assert.equal(await page.getByRole('alert').count(), 0);
  assert.equal(await field(page).inputValue(), words);
  await send(page);
  await page.locator('.msg').getByText(words).first().waitFor();
  assert.equal(await field(page).inputValue(), '');
});

both('a message to a closed request starts another', async ({ page, signIn, person }) => {
  await signIn('customer');
  await page.goto('/requests?all=1');
  const others = (await page.locator('.req').allInnerTexts()).join().match(/CW-\d+/g).filter(one => one !== story.number);
  const closed = others.at(-1);
  const agent = await person('agent');
  await agent.goto('/desk/me');
  await command(agent, closed, { command: 'set_status', to: 'closed' });
  await page.goto(`/requests/${closed}`);
  await page.getByText('A new message starts a new request that is linked to this one.').waitFor();
  await field(page).fill('It is back.');
  await send(page);
  await page.waitForURL(url => /CW-\d+$/.test(url.pathname) && !url.pathname.endsWith(closed));
  await page.locator('.msg').getByText('It is back.').first().waitFor();
  await page.getByRole('link', { name: closed }).click();
  await page.waitForURL(`**/requests/${closed}`);
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

// The last one: the desk's clock goes on.
both('a contact that was missed is said on top, by whom it is known, and what the clock counts', async ({ page, server, signIn, person }) => {
  const number = await request(server, 'Labels print twice');
  const agent = await person('agent');
  await agent.goto('/desk/me');
  const { now } = await agent.evaluate(own => fetch(`/fn/tickets/ticket?number=${own}`).then(answer => answer.json()), number);
  await command(agent, number, {
    command: 'reply', text: 'We look into it.', after: 'keep_open', plan: null, next_contact: now + 20 * 60_000,
  });
  await server.pass(30);
  await signIn('customer');
  const card = page.locator('.promise');
  // The alarm that names somebody comes with the next round of the timers.
  await eventually(async () => {
    await page.goto(`/requests/${number}`);
    assert.match(await card.innerText(), /We promised to write by .* and didn’t\. \S+ \S+ (has it and sees to it|has been told|hears of it .+)\./);
  });
  await card.getByRole('heading', { name: 'We’re late' }).waitFor();
  assert.match(await page.getByRole('timer', { name: 'Time until: Next contact' }).innerText(), /\d+\s+min late/);
});
