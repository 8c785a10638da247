// Mail that leaves: its words, signatures, senders and stops, and what each message shows of its own mail. A mail server on
// loopback takes everything.
import assert from 'node:assert/strict';
import { command, entries, listening, request } from '#desk';
import { desk, eventually, test } from '#harness';
import { sink } from '#sink';

const mail = await sink();
desk({ env: { CASEWELL_SMTP_URL: mail.url, CASEWELL_MAIL_FROM: 'Quill Support <support@desk.example>' } });

const arrived = (to, words, within = 10_000) => eventually(() => {
  const found = mail.mails.find(one => one.to === to && one.data.includes(words));
  assert.ok(found, `${words} for ${to} is not among\n${mail.mails.map(one => `${one.to}: ${one.data.slice(0, 400)}`).join('\n')}`);
  return found;
}, within);

/** Replies as the person of `tab`, with a next contact. */
const reply = (tab, number, text) => command(tab, number, {
  command: 'reply', text, after: 'keep_open', plan: null, next_contact: Date.now() + 3 * 3_600_000,
});

test('a text is changed beside its preview, tried out, and brought back', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/mail-texts?text=reply&lang=en');
  const body = page.getByLabel('Text', { exact: true });
  const frame = page.frameLocator('iframe[title="Preview of the mail"]');
  await frame.getByText('the new print head is on its way', { exact: false }).waitFor();
  const usual = await body.inputValue();
  await body.fill(`{message}\n\n{plan}\n\n{weather}`);
  await page.getByRole('alert').filter({ hasText: 'nothing to put in place of “weather”' }).waitFor();
  await body.fill(`{message}\n\n{plan}\n\nQuill & <Sons>`);
  await frame.getByText('Quill & <Sons>').waitFor();
  await page.getByRole('tab', { name: 'Plain text' }).click();
  await page.getByRole('tabpanel').getByText('Quill & <Sons>').waitFor();
  await page.getByRole('tab', { name: 'Dark' }).click();
  await frame.getByText('Quill & <Sons>').waitFor();
  await page.getByRole('button', { name: 'Send me a test' }).click();
  await page.getByText('A test mail is on its way to you.').waitFor();
  const test = await arrived('admin@demo.example', 'Quill &amp; <Sons>'.replace('&amp;', '&'));
  assert.match(test.data, /Quill &amp; &lt;Sons&gt;/, 'and as HTML');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Version 1 is saved.', { exact: false }).waitFor();
  await page.getByRole('button', { name: 'Bring back As it came with the desk' }).click();
  await eventually(async () => assert.equal(await body.inputValue(), usual));
  await faultless(page, { exclude: ['iframe'] });
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await page.getByText('Version 2 is saved.', { exact: false }).waitFor();
});

test('the second of two editors decides, and overwrites nobody unseen', async ({ page, signIn, person, allow }) => {
  allow(/409/);
  await signIn('admin');
  const address = '/desk/admin/mail-texts?text=solved&lang=en';
  const other = await person('admin');
  for (const tab of [page, other]) await tab.goto(address);
  await other.getByRole('textbox', { name: 'Subject' }).fill('First: {subject}');
  await other.getByRole('button', { name: 'Save', exact: true }).click();
  await other.getByText('Version 1 is saved.', { exact: false }).waitFor();
  await page.getByRole('textbox', { name: 'Subject' }).fill('Second: {subject}');
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  const clash = page.getByRole('alert').filter({ hasText: 'Somebody else saved meanwhile' });
  await clash.getByText('First: {subject}').waitFor();
  assert.equal(await page.getByRole('textbox', { name: 'Subject' }).inputValue(), 'Second: {subject}', 'what is typed stays');
  await clash.getByRole('button', { name: 'Save mine over it' }).click();
  await page.getByText('Version 2 is saved.', { exact: false }).waitFor();
});

test('a message shows what becomes of its mail, and a failure is told and tried again', async ({ page, signIn, person, server, faultless }) => {
  const number = await request(server, 'Scanner beeps all day');
  await signIn('agent');
  await listening(page, `/desk/v/all/t/${number}`);
  const { person_id: id, name } = await page.evaluate(() => JSON.parse(document.querySelector('meta[name=me]').content));
  await command(page, number, { command: 'assign', to: { id, name } });
  await reply(page, number, 'Please hold the trigger.');
  const first = entries(page).filter({ hasText: 'Please hold the trigger.' });
  await first.getByText('Mail: Sent').waitFor();
  await arrived('customer@demo.example', 'Please hold the trigger.');
  mail.refuse(1);
  await reply(page, number, 'And now let it go.');
  const second = entries(page).filter({ hasText: 'And now let it go.' });
  const state = second.locator('summary');
  await state.filter({ hasText: 'Mail: Not delivered' }).waitFor();
  await state.click();
  await second.getByText('nobody here', { exact: false }).waitFor();
  await faultless(page);
  const notices = await person('agent');
  await notices.goto('/desk/notices');
  await notices.getByText('Your mail to customer@demo.example did not arrive').first().waitFor();
  await second.getByRole('button', { name: 'Send again to customer@demo.example' }).click();
  await state.filter({ hasText: 'Mail: Sent' }).waitFor();
  await arrived('customer@demo.example', 'And now let it go.');
});

test('agents sign with their own words, teams with theirs', async ({ page, signIn, person, server, faultless, allow }) => {
  allow(/409/);
  await signIn('agent');
  await page.goto('/desk/me');
  const own = page.getByRole('textbox', { name: /^Your signature/ });
  await own.fill('{agent}\nQuill <Support>');
  await page.getByRole('button', { name: 'Save signature' }).click();
  await page.getByText('The signature is saved.').waitFor();
  const number = await request(server, 'Signed, please');
  await reply(page, number, 'Here it is.');
  const sent = await arrived('customer@demo.example', 'Here it is.');
  assert.match(sent.data, /Quill &lt;Support&gt;/);
  const lead = await person('lead');
  await lead.goto('/desk/admin/signatures');
  const field = lead.getByRole('textbox', { name: /^Signature of / }).first();
  await field.fill('The team');
  await lead.getByRole('button', { name: /^Save signature of / }).first().click();
  await lead.getByText('The signature is saved.').waitFor();
  await faultless(lead);
  await lead.reload();
  assert.equal(await field.inputValue(), 'The team');
});

test('a queue writes from its own address', async ({ page, signIn, faultless }) => {
  await signIn('admin');
  await page.goto('/desk/admin/senders');
  const queue = page.getByRole('main').getByRole('form').first();
  await queue.getByLabel(/^Name of/).fill('Quill Devices');
  await queue.getByLabel(/^Address of/).fill('devices@desk.example');
  await queue.getByRole('button', { name: /^Save/ }).click();
  await page.getByText('now writes as devices@desk.example', { exact: false }).waitFor();
  await queue.getByRole('button', { name: /^Send me a test/ }).click();
  const sent = await arrived('admin@demo.example', 'Test of a sender');
  assert.match(sent.data, /^From: "?Quill Devices"? <devices@desk\.example>/m);
  await faultless(page);
});

test('an address is stopped with a reason, and let go with one', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/stop-list');
  await page.getByRole('button', { name: 'Stop an address' }).click();
  const dialog = page.getByRole('dialog', { name: 'Send nothing to an address' });
  await dialog.getByLabel('Address').fill('gone@quill.example');
  await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
  await dialog.getByRole('alert').getByText('Say why, in a few words.').waitFor();
  assert.equal(await dialog.getByLabel('Address').inputValue(), 'gone@quill.example');
  await dialog.getByLabel('Reason').fill('left the company');
  await dialog.getByRole('button', { name: 'Stop', exact: true }).click();
  const row = page.getByRole('row').filter({ hasText: 'gone@quill.example' });
  await row.getByText('left the company', { exact: false }).waitFor();
  await faultless(page);
  await row.getByRole('button', { name: 'Let mail go again to gone@quill.example' }).click();
  const release = page.getByRole('dialog', { name: /^Send mail to gone@quill.example again/ });
  await release.getByLabel('Reason').fill('came back');
  await release.getByRole('button', { name: 'Let mail go again' }).click();
  await page.getByText('Nobody is on the list').waitFor();
});

test('notices by mail and a digest are chosen, and the digest comes in the morning', async ({ page, signIn, server, faultless }) => {
  await signIn('agent');
  await page.goto('/desk/me');
  await page.getByLabel('By mail, too: Replies of customers').check();
  await page.getByLabel(/^Digest by mail/).selectOption('Every morning');
  await page.getByRole('button', { name: 'Save notices' }).click();
  await page.getByText('Your notices are saved.').waitFor();
  await faultless(page);
  await page.reload();
  assert.equal(await page.getByLabel('By mail, too: Replies of customers').isChecked(), true);
  assert.equal(await page.getByLabel(/^Digest by mail/).inputValue(), 'daily');
  await page.close();
  await server.pass(24 * 60);
  // A day's alarms ring as the clock jumps, and their mails leave first.
  const digest = await arrived('agent@demo.example', 'Your tickets:', 40_000);
  assert.match(digest.data, /You have \d+ open tickets/);
});
