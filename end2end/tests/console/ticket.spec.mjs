// One ticket: what was promised and why, and everything an agent does with it.
import assert from 'node:assert/strict';
import { clock, entries, inMinutes, listening, pick, story, text } from '#desk';
import { eventually, test } from '#harness';

/** An urgent ticket that nobody has answered; its policy wants a next contact. */
const unanswered = 'CW-20424';
const open = (page, number) => page.goto(`/desk/v/all/t/${number}`);
const send = page => page.getByRole('button', { name: 'Send, keep open' }).click();
const says = (page, words) => entries(page).filter({ hasText: words }).last().waitFor();

test('every promise has its clock, its due time and its reasons', async ({ page, signIn, axe }) => {
  await signIn('agent');
  await open(page, story.number);
  for (const promise of ['First reply', 'Update', 'Next contact', 'Fix']) {
    const part = page.locator('.clocks > div').filter({ has: clock(page, promise) });
    const due = await part.locator('time[datetime]').getAttribute('datetime');
    assert.ok(Date.parse(due) > 0, `${promise} is due ${due}`);
    assert.match(await clock(page, promise).innerText(), /left|over|Met/, promise);
  }
  assert.equal(await page.locator('[role=timer][aria-live]').count(), 0, 'clocks are not announced as they tick');
  const why = page.getByRole('button', { name: 'Why this deadline: Fix' });
  await why.click();
  const dialog = page.getByRole('dialog', { name: 'Why this deadline' });
  const steps = dialog.getByRole('listitem');
  await steps.nth(1).waitFor();
  assert.match(await steps.first().innerText(), /^Started, promised within /);
  assert.match(await steps.last().innerText(), /^Due/);
  await axe(page);
  await page.keyboard.press('Escape');
  await dialog.waitFor({ state: 'hidden' });
  assert.ok(await why.evaluate(button => button === document.activeElement));
});

test('the timeline alone tells the whole story', async ({ page, signIn }) => {
  await signIn('lead');
  await open(page, story.number);
  const told = (await entries(page).allInnerTexts()).map(one => one.replace(/\s+/g, ' '));
  const order = [/Dock 3 prints blank labels.*Which printer\? DX-200/, /Promises follow Gold, from the contract Gold support/,
    /assigned it to Ines Kovar/, /updated the plan/, /promised next contact/, /First reply promise met/, /Call, 6 min/, /Internal note/];
  const places = order.map(words => told.findIndex(one => words.test(one)));
  assert.ok(!places.includes(-1), `${order[places.indexOf(-1)]} is not in\n${told.join('\n')}`);
  assert.deepEqual(places, [...places].sort((a, b) => a - b));
});

test('a reply that leaves it open names plan and next contact', async ({ page, signIn, allow, axe }) => {
  allow(/422/);
  await signIn('agent');
  await open(page, unanswered);
  await text(page).fill('We skip the check for this order, please receive it now.');
  await send(page);
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
  await summary.getByRole('link', { name: /^Promise a time for the next contact/ }).waitFor();
  await axe(page);
  await summary.getByRole('link').click();
  await page.keyboard.press('Enter');
  const contact = page.getByRole('dialog', { name: 'When does the customer hear from us next?' });
  await contact.getByRole('list').getByRole('button').last().click();
  await page.getByRole('button', { name: /^Plan/ }).click();
  const plan = page.getByRole('dialog', { name: /^Plan for / });
  await plan.getByLabel('Step 1: What happens').fill('Read the second pallet');
  await plan.getByLabel('Step 1: Whose turn').selectOption('Customer');
  await axe(page);
  await plan.getByRole('button', { name: 'Use this plan' }).click();
  await send(page);
  await page.getByText('Sent.', { exact: true }).waitFor();

  await says(page, 'We skip the check for this order');
  await says(page, 'promised next contact');
  await page.locator('.th__plan summary').getByText('Read the second pallet').waitFor();
  await eventually(async () => assert.match(await clock(page, 'First reply').innerText(), /^Met /));
  await clock(page, 'Next contact').waitFor();
  assert.equal(await text(page).inputValue(), '');
  await page.locator('summary[aria-label="Status: Open"]').waitFor();
});

test('a note is yellow, locked, and never the customer’s', async ({ page, signIn, person }) => {
  await signIn('lead');
  await open(page, story.number);
  await page.keyboard.press('i');
  await page.getByText('Only your team sees this').waitFor();
  assert.equal(await page.getByRole('button', { name: 'Send, keep open' }).count(), 0);
  const secret = 'Their contract ends soon, be quick.';
  await text(page).fill(secret);
  await page.keyboard.press('Control+Enter');
  await entries(page).filter({ hasText: secret }).getByText('Internal note').waitFor();
  const customer = await person('customer');
  const answer = await customer.goto(`/requests/${story.number}`);
  assert.equal(answer.status(), 200);
  assert.ok(!(await answer.text()).includes(secret));
});

test('what is typed is kept on the desk, for each way of writing', async ({ page, signIn }) => {
  await signIn('lead');
  await open(page, 'CW-20415');
  await text(page).fill('Half an answer');
  await page.getByText('Draft saved').waitFor();
  await page.getByRole('tab', { name: 'Internal note' }).click();
  assert.equal(await text(page).inputValue(), '');
  await text(page).fill('Half a note');
  await page.getByText('Draft saved').waitFor();
  await page.context().clearCookies();
  await signIn('lead', { fresh: true });
  await open(page, 'CW-20415');
  await eventually(async () => assert.equal(await text(page).inputValue(), 'Half an answer'));
  await page.getByRole('tab', { name: 'Internal note' }).click();
  assert.equal(await text(page).inputValue(), 'Half a note');
});

test('send and solve stops the clocks', async ({ page, signIn }) => {
  await signIn('agent');
  await open(page, 'CW-20421');
  await text(page).fill('Lot numbers are kept on returns. It is switched on for you now.');
  await page.getByText('More ways to send').locator('..').click();
  await page.getByRole('button', { name: 'Send and solve' }).click();
  await page.locator('summary[aria-label="Status: Solved"]').waitFor();
  await eventually(async () => {
    for (const state of await page.getByRole('timer').allInnerTexts()) assert.doesNotMatch(state, /left|over/);
  });
});

test('status, priority, assignee and queue change, each with a line', async ({ page, signIn, allow }) => {
  allow(/422/);
  await signIn('agent');
  await open(page, 'CW-20420');
  await pick(page, 'Priority', 'Urgent');
  await says(page, /set the priority to Urgent, it was/);
  await page.getByLabel('Assignee', { exact: true }).selectOption('Jonah Mercer');
  await says(page, 'assigned it to Jonah Mercer');
  await page.getByLabel('Queue', { exact: true }).selectOption('Engineering');
  await says(page, 'moved it to Engineering');
  await pick(page, 'Status', 'On hold');
  const hold = page.getByRole('dialog', { name: 'Put on hold' });
  await hold.getByRole('button', { name: 'Put on hold' }).click();
  await hold.getByText('Say why, in a few words.').waitFor();
  await hold.getByLabel('Reason').fill('The carrier looks for the file');
  await hold.getByLabel('Look at it again').fill(await inMinutes(page, 3 * 24 * 60));
  await hold.getByRole('button', { name: 'Put on hold' }).click();
  await says(page, /put it on hold until .*: The carrier looks for the file/);
  await eventually(async () => assert.match(await clock(page, 'Fix').innerText(), /^Paused/));
});

test('e solves, and it can be taken back', async ({ page, signIn }) => {
  await signIn('agent');
  await open(page, 'CW-20396');
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('e');
  await page.locator('summary[aria-label="Status: Solved"]').waitFor();
  await page.getByRole('button', { name: 'Undo' }).click();
  await page.locator('summary[aria-label="Status: Open"]').waitFor();
});

test('beside it: the customer, what is known, what was before', async ({ page, signIn }) => {
  await signIn('agent');
  await open(page, story.number);
  const context = page.getByRole('complementary', { name: 'Context' });
  await context.getByText('Gold support, 24 months').waitFor();
  await context.getByRole('tab', { name: 'Knowledge' }).click();
  await context.getByRole('button', { name: /^Insert link to / }).first().click();
  const [, article] = (await text(page).inputValue()).match(/: (http.*\/help\/a\/\S+)/);
  await page.getByRole('tab', { name: 'Internal note' }).click();
  await text(page).fill(`It is all in ${article}.`);
  await page.getByRole('button', { name: 'Add note' }).click();
  await entries(page).getByRole('link', { name: article }).waitFor();
  await context.getByRole('tab', { name: 'History' }).click();
  await context.getByRole('tabpanel').getByRole('link').first().waitFor();
  await context.getByRole('tab', { name: 'Customer' }).click();
  await context.getByRole('link', { name: 'Quillmark Pharmacy Supply' }).click();
  await page.getByRole('heading', { level: 1, name: 'Quillmark Pharmacy Supply' }).waitFor();
});

test('a ticket that is not there says so', async ({ page, signIn, allow }) => {
  allow(/404/);
  await signIn('agent');
  await page.goto('/desk/t/CW-99999999');
  await page.getByText('This ticket or view doesn’t exist, or isn’t yours to see.').waitFor();
});

test('keys walk through a list without choosing on the way', async ({ page, signIn }) => {
  await signIn('agent');
  await open(page, story.number);
  const assignee = page.getByRole('combobox', { name: 'Assignee' });
  const before = await assignee.inputValue();
  const changes = [];
  page.on('request', asked => { if (asked.url().endsWith('/fn/tickets/change')) changes.push(asked.url()); });
  await page.locator('body').press('a');
  await assignee.press('ArrowDown');
  await assignee.press('ArrowDown');
  await assignee.press('Escape');
  assert.equal(await assignee.inputValue(), before);
  assert.ok(!await assignee.evaluate(select => select === document.activeElement), 'the keys of the ticket are back');
  await page.locator('body').press('a');
  await assignee.press('ArrowDown');
  const chosen = await assignee.inputValue();
  assert.equal(changes.length, 0);
  const saved = page.waitForResponse(answer => answer.url().endsWith('/fn/tickets/change') && answer.ok());
  await assignee.press('Enter');
  await saved;
  await eventually(async () => assert.equal(await assignee.inputValue(), chosen));
  assert.equal(changes.length, 1);
});

test('who is signed out is told, and goes on with what was typed', async ({ page, signIn, person, allow, axe }) => {
  allow(/401/);
  await signIn('lead', { fresh: true });
  await listening(page, `/desk/v/all/t/${story.number}`);
  await text(page).fill('Half a sentence');
  const cookies = await page.context().cookies();
  await page.context().clearCookies({ name: 'casewell' });
  await page.getByRole('button', { name: 'Send, keep open' }).click();
  const dialog = page.getByRole('dialog', { name: 'You are signed out' });
  await dialog.waitFor();
  await axe(page);
  await page.context().addCookies(cookies);
  await dialog.getByRole('button', { name: 'Go on here' }).click();
  await dialog.waitFor({ state: 'hidden' });
  assert.equal(await text(page).inputValue(), 'Half a sentence');
  const saved = page.waitForResponse(answer => answer.url().endsWith('/fn/tickets/draft') && answer.ok());
  await text(page).pressSequentially(' more');
  await saved;
});

test('a session that ends elsewhere says so within five seconds', async ({ page, signIn, person, allow }) => {
  allow(/401/);
  await signIn('lead', { fresh: true });
  await listening(page, '/desk/v/all');
  const elsewhere = await person('lead');
  await elsewhere.goto('/desk/me');
  await elsewhere.evaluate(() => fetch('/fn/session/sign-out-everywhere', { method: 'POST' }));
  await page.getByRole('dialog', { name: 'You are signed out' }).waitFor({ timeout: 5_000 });
});

test('one key finds an article, Enter puts it into the reply', async ({ page, signIn }) => {
  await signIn('agent');
  await page.goto(`/desk/t/${story.number}`);
  await page.getByRole('button', { name: 'Insert an article' }).waitFor();
  await page.keyboard.press('l');
  await eventually(async () => assert.equal(await page.evaluate(() => document.activeElement?.id), 'kbq'));
  await page.keyboard.type('blank labels');
  await page.locator('.kbs').getByRole('link', { name: /blank/i }).first().waitFor();
  await page.keyboard.press('Enter');
  await eventually(async () => assert.match(await text(page).inputValue(), /\/help\/a\//));
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'text');
});
