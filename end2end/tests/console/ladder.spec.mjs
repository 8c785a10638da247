// Ladders: a type's ladder is set up, what is missed climbs it while time passes, and what is handed over comes back.
import assert from 'node:assert/strict';
import { entries, listening, request } from '#desk';
import { eventually, test } from '#harness';

const DAYS = 24 * 60;
const types = (page, id) => page.goto(`/desk/admin/types?type=${id}`);
const save = page => page.getByRole('button', { name: 'Save changes' });
const banner = page => page.getByRole('region', { name: 'Escalation' });
const told = async page => (await entries(page).allInnerTexts()).map(one => one.replace(/\s+/g, ' '));

async function rung(page, n, name, owner, when) {
  await page.getByRole('button', { name: 'Add rung' }).click();
  await page.getByLabel(`Name of rung ${n}`).fill(name);
  await page.getByLabel(`Owner of rung ${n}`).selectOption({ label: owner });
  const own = page.getByRole('group', { name: `Rung ${n}` });
  for (const reason of when) await own.getByLabel(reason).check();
}

/** The id of whoever a tab belongs to. */
const me = page => page.evaluate(() => JSON.parse(document.querySelector('meta[name=me]').content));

const question = (server, subject) => request(server, subject, { type: 'question' });

test('a ladder is set up, and one that cannot be climbed is refused', async ({ page, signIn, person, faultless, allow }) => {
  allow(/422/);
  const second = await person('agent2');
  await second.goto('/desk/me');
  const { name } = await me(second);
  await signIn('admin');
  await types(page, 'question');
  await rung(page, 1, 'Level 2', name, ['An agent hands it over']);
  await rung(page, 2, 'Team lead', 'Lead of the queue', ['A promise is missed']);
  await page.getByLabel('Climbs on when nobody takes rung 2, after').fill('0');
  await page.getByLabel('Unit of the wait, rung 2').selectOption('minutes');
  await rung(page, 3, 'Team lead', 'One with the role Manager', ['The customer asks for the duty manager']);
  await save(page).click();
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' });
  await summary.getByRole('link', { name: 'There is another one like this above. Change one of the two.' }).waitFor();
  await summary.getByRole('link', { name: /^Enter a whole number from 1 on/ }).waitFor();
  await page.getByLabel('Climbs on when nobody takes rung 2, after').fill('30');
  await page.getByLabel('Name of rung 3').fill('Management');
  await faultless(page);
  await save(page).click();
  await page.getByText('Saved as version 2.').waitFor();
  await page.getByRole('button', { name: 'Show versions' }).click();
  await page.getByText(/^Rung 2: Team lead: Lead of the queue; when a promise is missed; climbs on after 30 minutes/).waitFor();
});

test('a missed reply climbs to the lead, then to the manager, who takes it', async ({ page, server, signIn, person, faultless }) => {
  const number = await question(server, 'Nothing prints at gate 4');
  await server.pass(10 * DAYS);
  const lead = await person('lead');
  await eventually(async () => {
    await lead.goto(`/desk/t/${number}`);
    assert.ok((await told(lead)).some(one => /Team lead: .* is asked, First reply is missed/.test(one)));
  });
  assert.match(await banner(lead).innerText(), /Team lead: waits for .*goes on/s);
  await lead.close();
  await server.pass(31);
  await signIn('manager');
  await page.goto('/desk/notices');
  const notice = page.getByRole('main').getByRole('listitem').filter({ hasText: number }).filter({ hasText: 'Management is yours' });
  await eventually(async () => {
    await page.reload();
    assert.equal(await notice.count(), 1);
  });
  await faultless(page);
  await notice.getByRole('button', { name: 'I have it' }).click();
  await notice.getByRole('button', { name: 'I have it' }).waitFor({ state: 'detached' });
  await notice.getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: 'Nothing prints at gate 4' }).waitFor();
  assert.match(await banner(page).innerText(), /Management: .* has it/);
  const lines = await told(page);
  assert.ok(lines.some(one => /Nobody took Team lead in time/.test(one)), lines.join('\n'));
  assert.ok(lines.some(one => /acknowledged: Management/.test(one)), lines.join('\n'));
  assert.equal(lines.filter(one => /Management: .* is asked/.test(one)).length, 1, 'it climbed once');
  const customer = await person('customer');
  await customer.goto(`/requests/${number}`);
  await customer.getByRole('heading', { name: 'We’re late' }).waitFor();
  await customer.getByText(/was due .*Marta Oleson has it and sees to it/).waitFor();
  await faultless(page);
});

test('a ticket is handed over with what is known, and comes back with what is missing', async ({ page, server, signIn, person, faultless, allow }) => {
  allow(/422/);
  const number = await question(server, 'Gate 5 prints twice');
  await signIn('agent');
  await page.goto(`/desk/t/${number}`);
  await page.getByRole('button', { name: 'Escalate' }).click();
  const dialog = page.getByRole('dialog', { name: 'Escalate' });
  await dialog.getByText(/^Escalate to Level 2: /).waitFor();
  await dialog.getByLabel('What was tried').fill('Another cable, another driver');
  await dialog.getByLabel('The question').fill('Does the queue send it twice?');
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await dialog.getByRole('alert').first().waitFor();
  assert.equal(await dialog.getByLabel('What was tried').inputValue(), 'Another cable, another driver', 'what was typed stays');
  await faultless(page);
  await dialog.getByLabel(/^Evidence/).fill('Spool log of 9:14');
  await dialog.getByRole('button', { name: 'Hand over' }).click();
  await dialog.waitFor({ state: 'hidden' });
  await banner(page).getByText(/Level 2: waits for/).waitFor();

  const second = await person('agent2');
  await listening(second, `/desk/t/${number}`);
  await banner(second).getByText(/^Handed over by/).click();
  for (const words of ['Another cable, another driver', 'Spool log of 9:14', 'Does the queue send it twice?', 'Promises made']) {
    await banner(second).getByText(words).waitFor();
  }
  await banner(second).getByRole('button', { name: 'I have it' }).click();
  await banner(second).getByText(/Level 2: .* has it/).waitFor();
  await banner(second).getByRole('button', { name: 'Send back' }).click();
  const back = second.getByRole('dialog', { name: 'Send back' });
  await back.getByLabel('What is missing').fill('The firmware version');
  await back.getByRole('button', { name: 'Send back' }).click();
  await entries(second).filter({ hasText: 'The firmware version' }).waitFor();
  await eventually(async () => assert.equal(await banner(page).count(), 0));
  await entries(page).filter({ hasText: 'The firmware version' }).waitFor();

  const customer = await person('customer');
  await customer.goto(`/requests/${number}`);
  const seen = await customer.getByRole('main').innerText();
  for (const secret of ['Level 2', 'Spool log', 'firmware']) assert.ok(!seen.includes(secret), `customers never read ${secret}`);
});

test('notices are chosen and hours are kept quiet', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('agent');
  await page.goto('/desk/me');
  const kept = page.getByRole('checkbox', { name: 'Replies of customers', exact: true });
  const mailed = page.getByRole('checkbox', { name: 'By mail, too: Replies of customers' });
  await kept.uncheck();
  await mailed.check();
  await page.getByLabel('From', { exact: false }).fill('22:00');
  await page.getByLabel(/^To/).fill('22:00');
  const keep = page.getByRole('button', { name: 'Save notices' });
  await keep.click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel(/^To/).fill('07:00');
  await faultless(page);
  await keep.click();
  await page.getByText('Your notices are saved.').waitFor();
  await page.reload();
  assert.deepEqual([await kept.isChecked(), await mailed.isChecked()], [false, true]);
  assert.equal(await page.getByLabel(/^To/).inputValue(), '07:00');
});

test('an admin says how long before its end a contract is told of', async ({ page, signIn, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/contracts');
  const days = page.getByLabel(/^Days before the end/);
  assert.equal(await days.inputValue(), '30, 7');
  const keep = page.getByRole('button', { name: 'Save days' });
  await days.fill('soon');
  await keep.click();
  await page.getByRole('alert').filter({ hasText: 'Enter a number, for example 12.' }).waitFor();
  await days.fill('7, 45');
  await keep.click();
  await page.getByText(/^Account managers hear of contracts/).waitFor();
  await page.reload();
  assert.equal(await days.inputValue(), '45, 7');
});
