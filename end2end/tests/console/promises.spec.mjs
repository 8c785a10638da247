// Editing policies and calendars: by keyboard and by pointer, from a file, with a look at what would move, two at once.
import assert from 'node:assert/strict';
import { request } from '#desk';
import { eventually, test } from '#harness';

const calendars = (page, id = '') => page.goto(`/desk/admin/calendars${id ? `?calendar=${id}` : ''}`);
const policies = (page, id = '') => page.goto(`/desk/admin/promises${id ? `?policy=${id}` : ''}`);
const save = page => page.getByRole('button', { name: 'Save changes' });
const changes = page => page.locator('.chg');

const file = `BEGIN:VCALENDAR
X-WR-CALNAME:Founders’ days
BEGIN:VEVENT
SUMMARY:Founders’ day
DTSTART;VALUE=DATE:20200512
RRULE:FREQ=YEARLY
END:VEVENT
BEGIN:VEVENT
SUMMARY:Harbour day
LOCATION:Eastmoor
DTSTART;VALUE=DATE:20200514
RRULE:FREQ=YEARLY
END:VEVENT
END:VCALENDAR
`;

/** A calendar of one's own, so that tests do not meet in one; answers its name. */
async function fresh(page, name) {
  await calendars(page, 'new');
  await page.getByLabel('Name', { exact: true }).first().fill(name);
  await save(page).click();
  await page.getByText('Saved as version 1.').waitFor();
  await page.getByRole('heading', { name, exact: true }).waitFor();
}

test('a calendar is made and edited by keyboard', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await calendars(page, 'new');
  await page.getByLabel('Time zone').fill('Mars/Base');
  await save(page).click();
  await page.getByRole('link', { name: 'Enter a time zone, for example Europe/Berlin.' }).waitFor();
  assert.equal(await page.getByLabel('Time zone').inputValue(), 'Mars/Base', 'what was typed stays');
  await page.getByLabel('Time zone').fill('Europe/Berlin');
  await page.getByLabel('Name', { exact: true }).first().fill('Night desk');
  await page.getByRole('button', { name: 'Add hours on Saturday' }).focus();
  await page.keyboard.press('Enter');
  const from = page.getByLabel('Saturday, hours 1, from');
  await eventually(async () => assert.ok(await from.evaluate(node => node === document.activeElement)));
  await from.fill('22:00');
  await page.getByLabel('Saturday, hours 1, to').fill('06:00');
  await page.getByText('next day', { exact: true }).waitFor();
  await save(page).click();
  await page.getByText('Saved as version 1.').waitFor();
  await page.getByRole('heading', { name: 'Night desk', exact: true }).waitFor();
  assert.equal(await page.getByLabel('Saturday, hours 1, to').inputValue(), '06:00');
  await faultless(page);
});

test('hours are drawn with the pointer, over midnight too', async ({ page, signIn }) => {
  await signIn('admin');
  await fresh(page, 'Drawn');
  const bar = day => page.locator(`.wk--draw [data-day="${day}"] svg`);
  const at = async (day, hour) => {
    const { x, y, width, height } = await bar(day).boundingBox();
    return [x + (width * hour) / 24, y + height / 2];
  };
  await page.locator('.wk--draw').scrollIntoViewIfNeeded();
  await page.mouse.move(...await at(5, 9));
  await page.mouse.down();
  await page.mouse.move(...await at(5, 13));
  await page.mouse.up();
  assert.equal(await page.getByLabel('Saturday, hours 1, from').inputValue(), '09:00');
  assert.equal(await page.getByLabel('Saturday, hours 1, to').inputValue(), '13:00');
  await page.mouse.move(...await at(4, 22));
  await page.mouse.down();
  await page.mouse.move(...await at(5, 6));
  await page.mouse.up();
  assert.equal(await page.getByLabel('Friday, hours 2, to').inputValue(), '06:00');
  await changes(page).getByText('Saturday: 09:00 to 13:00, was Closed').waitFor();
  await page.getByRole('button', { name: 'Remove Friday, hours 2' }).click();
  assert.equal(await page.getByLabel('Friday, hours 2, to').count(), 0);
});

test('holidays by hand and from a file show in the year, and never opening is refused', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await fresh(page, 'Festive');
  const year = Number((await page.getByRole('heading', { name: /^The year/ }).innerText()).match(/\d{4}/)[0]);
  await page.getByLabel('Date', { exact: true }).fill(`${year}-12-24`);
  await page.getByLabel('What happens').selectOption('other');
  await page.getByRole('button', { name: 'Add day' }).click();
  await page.getByLabel('Date', { exact: true }).fill(`${year}-12-25`);
  await page.getByLabel('What happens').selectOption('yearly');
  await page.getByLabel('Name (optional)').fill('Christmas');
  await page.getByRole('button', { name: 'Add day' }).click();
  await page.getByRole('cell', { name: 'Christmas, closed every year' }).waitFor();
  await page.getByLabel('Import holidays').setInputFiles({ name: 'days.ics', mimeType: 'text/calendar', buffer: Buffer.from(file) });
  await page.getByText('7 of 14 days close this calendar').waitFor();
  await page.getByLabel('Days only in Eastmoor').check();
  await page.getByText('14 of 14 days close this calendar').waitFor();
  await page.getByText('Choose its days').click();
  await page.getByLabel('Founders’ day (7)').uncheck();
  await page.getByText('7 of 14 days close this calendar').waitFor();
  await page.getByRole('img', { name: /^Dec: .*Other hours: 24\./ }).waitFor();
  await faultless(page);
  await save(page).click();
  await page.getByText('Saved as version 2.').waitFor();
  await page.getByRole('button', { name: 'Show versions' }).click();
  await page.getByText(/^Holiday list Founders’ days: 7 of 14 days/).waitFor();
  await page.getByLabel('Import holidays').setInputFiles({ name: 'x.ics', mimeType: 'text/calendar', buffer: Buffer.from('hello') });
  await page.getByText('This is no calendar file.').waitFor();
  for (const day of ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday']) {
    await page.getByRole('button', { name: `Remove ${day}, hours 1` }).click();
  }
  await page.getByRole('button', { name: 'Remove 24 Dec' }).click();
  await save(page).click();
  await page.getByRole('link', { name: /no opening time in the next year/ }).waitFor();
});

test('dates are tried on the draft before it is saved', async ({ page, signIn }) => {
  await signIn('admin');
  await fresh(page, 'Tried');
  await page.getByLabel('Monday, hours 1, from').fill('10:00');
  await page.getByLabel('Request comes in').fill('2026-11-30T08:00');
  await page.getByLabel('Promised within').fill('1');
  await page.getByLabel('Unit', { exact: true }).selectOption('business_hours');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.getByText('Monday 30 Nov 2026, 11:00').first().waitFor();
});

test('a policy shows what would move, is applied to open tickets, and they follow', async ({ page, signIn, faultless }) => {
  await signIn('admin');
  await policies(page);
  const amount = page.getByLabel('Row 1, Fix or workaround within, amount');
  const unit = page.getByLabel('Row 1, Fix or workaround within, unit');
  await amount.fill('90');
  await unit.selectOption('days');
  await changes(page).getByText(/Fix or workaround within: 90 days, was/).waitFor();
  await page.getByRole('button', { name: 'Show what would move' }).click();
  await page.getByText(/\d+ open tickets? moves?\.|open tickets move\./).waitFor();
  await page.getByRole('table', { name: 'Open tickets' }).getByText(/^Fix from .* to /).first().waitFor();
  await faultless(page);
  await page.getByLabel('Open tickets, too').check();
  await save(page).click();
  await page.getByText(/Saved as version \d+\./).waitFor();
  await page.getByRole('progressbar', { name: 'Open tickets follow Default' }).waitFor();
  await page.getByText(/^Open tickets follow Default\. Times moved on \d+\./).waitFor({ timeout: 25_000 });
});

test('a policy that promises nothing is refused at its rows', async ({ page, signIn, allow }) => {
  allow(/422/);
  await signIn('admin');
  await policies(page, 'new');
  await page.getByLabel('Name', { exact: true }).first().fill('Empty');
  await page.getByRole('button', { name: 'Remove row 1' }).click();
  await save(page).click();
  await page.getByRole('link', { name: /This policy promises nothing/ }).waitFor();
  await page.getByRole('button', { name: 'Add row' }).click();
  await page.getByLabel('Row 1, First reply within, amount').fill('30');
  await page.getByLabel('Row 1, First reply within, unit').selectOption('minutes');
  await page.getByLabel('Serves the customer tier').selectOption('gold');
  await save(page).click();
  await page.getByRole('link', { name: 'This is in use already. Choose another.' }).click();
  assert.equal(await page.getByLabel('Serves the customer tier').getAttribute('aria-invalid'), 'true');
  await page.getByLabel('Serves the customer tier').selectOption({ label: 'None' });
  await save(page).click();
  await page.getByText('Saved as version 1.').waitFor();
  await eventually(async () => assert.ok(await save(page).evaluate(node => node === document.activeElement)));
});

test('the second of two admins is told who was first, and loses nothing', async ({ page, signIn, person, allow }) => {
  allow(/409/);
  await signIn('admin');
  await fresh(page, 'Shared');
  const other = await person('admin');
  await other.goto(page.url());
  await page.getByLabel('Monday, hours 1, to').fill('18:00');
  await save(page).click();
  await page.getByText('Saved as version 2.').waitFor();
  await other.getByLabel('Tuesday, hours 1, to').fill('19:00');
  await save(other).click();
  await other.getByRole('heading', { name: 'Somebody else saved this meanwhile' }).waitFor();
  await other.getByText(/saved version 2, Today/).waitFor();
  await other.getByText('Monday: 09:00 to 18:00, was 09:00 to 17:00').waitFor();
  assert.equal(await other.getByLabel('Tuesday, hours 1, to').inputValue(), '19:00');
  await other.getByRole('button', { name: 'Take theirs' }).click();
  await eventually(async () => assert.equal(await other.getByLabel('Monday, hours 1, to').inputValue(), '18:00'));
  assert.equal(await other.getByLabel('Tuesday, hours 1, to').inputValue(), '17:00');
});

test('others read and cannot edit', async ({ page, signIn, faultless }) => {
  await signIn('manager');
  await policies(page);
  await page.getByRole('table', { name: /^Promised times of/ }).waitFor();
  assert.equal(await save(page).count(), 0);
  await page.getByRole('button', { name: 'Show versions' }).click();
  await page.getByText('came with the desk').first().waitFor();
  await faultless(page);
});

test('a contract is added from its customer, listed by its end, and edited', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/customers');
  await page.getByRole('table').getByRole('rowheader').first().getByRole('link').click();
  const link = page.getByRole('link', { name: 'Add contract' });
  await link.waitFor();
  await page.goto(await link.getAttribute('href'));
  await page.getByLabel('Name', { exact: true }).fill('Platinum');
  await page.getByLabel('First day').fill('2026-01-01');
  await page.getByLabel('Last day').fill('2025-01-01');
  await page.getByRole('button', { name: 'Save contract' }).click();
  await page.getByRole('link', { name: 'Enter a last day that is not before the first.' }).waitFor();
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), 'Platinum', 'what was typed stays');
  await faultless(page);
  await page.getByLabel('Last day').fill('2026-01-31');
  await page.getByRole('button', { name: 'Save contract' }).click();
  await page.getByText('The contract is saved.').waitFor();
  const row = page.getByRole('row').filter({ hasText: 'Platinum' });
  await row.getByText('31 Jan 2026').waitFor();
  await faultless(page);
  await row.getByRole('link', { name: 'Platinum' }).click();
  await page.getByLabel('Hours included').fill('40');
  await page.getByRole('button', { name: 'Save contract' }).click();
  await row.getByRole('link', { name: 'Platinum' }).click();
  await eventually(async () => assert.equal(await page.getByLabel('Hours included').inputValue(), '40'));
});

test('a contract that has ended is told to whoever opens a ticket of its customer', async ({ page, signIn, server }) => {
  await signIn('admin');
  await page.goto('/desk/customers?q=Redwillow');
  await page.getByRole('link', { name: 'Redwillow Veterinary', exact: true }).click();
  const email = await page.getByRole('link', { name: /@/ }).first().innerText();
  const add = page.getByRole('link', { name: 'Add contract' });
  await page.goto(await add.getAttribute('href'));
  await page.getByLabel('Name', { exact: true }).fill('Silver support');
  await page.getByLabel('First day').fill('2025-01-01');
  await page.getByLabel('Last day').fill('2025-12-31');
  await page.getByRole('button', { name: 'Save contract' }).click();
  await page.getByText('The contract is saved.').waitFor();
  const number = await request(server, 'The scale shows nothing', { requester: email });
  await page.goto(`/desk/t/${number}`);
  await page.getByText(/^The contract Silver support has ended\. What was promised before stands/).waitFor();
  await page.getByText('The contract Silver support has ended: promises follow').waitFor();
});
