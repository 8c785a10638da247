// Mail both ways with real servers: a customer writes, an agent answers in the console, the answer arrives threaded, the
// customer's answer opens the ticket again. And what people do with mail that came in: let through, move, try again.
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { entries, text } from '#desk';
import { dovecot } from '#dovecot';
import { desk, eventually, test } from '#harness';
import { sink } from '#sink';

const address = 'support@desk.example';
const mail = await sink();
const imap = await dovecot();
desk({
  env: {
    CASEWELL_SMTP_URL: mail.url, CASEWELL_MAIL_FROM: `Quill Support <${address}>`, CASEWELL_MAIL_TRUSTED: 'mx.desk.example',
    ...imap && { CASEWELL_CONFIG: imap.config({ name: 'support', address }) },
  },
});

let count = 0;

/** An address that nobody has had before: each is acknowledged once a day. */
const anew = name => `${name}${++count}@harbour.example`;

/** A message as mail programs write it; its Message-ID. */
function write(from, subject, words, more = {}) {
  const id = `<${++count}.${process.pid}@mail.example>`;
  const head = { From: from, To: address, Subject: subject, 'Message-ID': id, Date: new Date().toUTCString(), ...more };
  const lines = Object.entries(head).filter(([, value]) => value).map(([name, value]) => `${name}: ${value}`);
  return { id, raw: `${lines.join('\n')}\n\n${words}\n` };
}

/** Puts it into the desk's mailbox. */
function send(...letter) {
  const { id, raw } = write(...letter);
  imap.deliver(raw);
  return id;
}

/** The newest mail to `to` that has `words` in it. */
const arrived = (to, words) => eventually(() => {
  const found = mail.mails.findLast(one => one.to === to && one.data.includes(words));
  assert.ok(found, `nothing with ${words} for ${to} among\n${mail.mails.map(one => `${one.to}: ${one.data.slice(0, 300)}`).join('\n')}`);
  return found.data;
}, 15_000);

const field = (data, name) => data.replaceAll(/\r\n[ \t]/g, ' ').match(new RegExp(`^${name}: (.*)$`, 'mi'))?.[1].trim();

/** The message about `subject` as the admin finds it in the list. */
async function find(page, subject, shelf = '') {
  await eventually(async () => {
    await page.goto(`/desk/admin/incoming${shelf && `?shelf=${shelf}`}`);
    assert.ok(await page.getByRole('link', { name: subject }).count() > 0, `${subject} is not in the list`);
  }, 15_000);
  await page.getByRole('link', { name: subject }).first().click();
  await page.getByRole('heading', { level: 1, name: subject }).waitFor();
}

const status = page => page.locator('summary[aria-label^="Status: "]').getAttribute('aria-label');

/** Only where there is an IMAP server. */
const mailed = (name, run) => { if (imap) test(name, run); };

mailed('a customer writes mail, an agent answers in the console, and the customer’s answer opens it again', async ({ page, signIn }) => {
  const zora = anew('zora');
  send(`Zora Petrova <${zora}>`, 'The scale shows nothing', 'It went dark this morning.');
  const acknowledged = await arrived(zora, 'CW-');
  const number = acknowledged.match(/CW-\d+/)[0];
  assert.match(field(acknowledged, 'Auto-Submitted'), /auto-replied/);
  await signIn('agent');
  await page.goto(`/desk/t/${number}`);
  await entries(page).filter({ hasText: 'It went dark this morning.' }).waitFor();
  await text(page).fill('Which scale is it?');
  await page.getByText('More ways to send').locator('..').click();
  await page.getByRole('button', { name: 'Send, wait for customer' }).click();
  const answer = await arrived(zora, 'Which scale is it?');
  assert.equal(field(answer, 'In-Reply-To') ? true : Boolean(field(answer, 'References')), true, 'threaded');
  assert.equal(field(answer, 'Auto-Submitted'), undefined, 'a person wrote it');
  await eventually(async () => assert.match(await status(page), /Waiting/));

  const id = field(answer, 'Message-ID');
  const answering = { To: field(answer, 'Reply-To'), 'In-Reply-To': id, References: id };
  send(`Zora Petrova <${zora}>`, 'Automatic reply: away', 'I am away until Monday.', { ...answering, 'Auto-Submitted': 'auto-replied' });
  await entries(page).filter({ hasText: 'Automatic mail' }).waitFor({ timeout: 15_000 });
  assert.match(await status(page), /Waiting/, 'out of office changes nothing');

  const quoted = 'The DX-20 at dock 3.\n\nOn Mon, 23 Nov 2026 at 10:12, Quill Support <support@desk.example> wrote:\n> Which scale is it?\n';
  send(`Zora Petrova <${zora}>`, `Re: ${field(answer, 'Subject')}`, quoted, answering);
  const said = entries(page).filter({ hasText: 'The DX-20 at dock 3.' });
  await said.waitFor({ timeout: 15_000 });
  await eventually(async () => assert.match(await status(page), /Open/));
  assert.equal(await said.getByText('wrote:').count(), 0, 'what was quoted is folded');
  await said.getByRole('link', { name: 'How this mail came' }).click();
  await page.getByText('It was sent to the address of this conversation').waitFor();
  await page.getByText('2 lines of quotes and signatures.').waitFor();
  await page.getByRole('region', { name: 'Whole text' }).getByText('> Which scale is it?').waitFor();
});

mailed('a stranger’s number is only a suggestion, which staff follow and take back', async ({ page, signIn, faultless, allow }) => {
  allow(/422/);
  const [ana, carl] = [anew('ana'), anew('carl')];
  send(`Ana Silva <${ana}>`, 'Gloves for the freezer', 'Which ones fit?');
  const number = (await arrived(ana, 'CW-')).match(/CW-\d+/)[0];
  send(`Carl <${carl}>`, `About [${number}]`, 'I would like the same ones.');
  const own = field(await arrived(carl, 'CW-'), 'Subject').match(/\[(CW-\d+)\]$/)[1];
  await signIn('admin');
  await find(page, `About [${number}]`, 'arrived');
  await page.getByText(`It may belong to ${number}`, { exact: false }).waitFor();
  await page.getByText('Nobody had this address before.', { exact: false }).waitFor();
  await faultless(page);
  const target = page.getByLabel('Number of the ticket');
  assert.equal(await target.inputValue(), number);
  await target.fill('CW-1');
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByRole('link', { name: 'The desk doesn’t know this. Check how it is written.' }).waitFor();
  await target.fill(number);
  await page.getByRole('button', { name: 'Move', exact: true }).click();
  await page.getByText(`It stands on ${number} now.`).waitFor();
  await page.goto(`/desk/t/${number}`);
  await entries(page).filter({ hasText: 'I would like the same ones.' }).waitFor();
  // Another program of the console's: its buttons listen once it is awake.
  const awake = page.waitForResponse(answer => new URL(answer.url()).pathname === '/live');
  await entries(page).filter({ hasText: `moved a message from ${carl} here` }).getByRole('link', { name: 'The message' }).click();
  await awake;
  await page.getByRole('button', { name: 'Undo the move' }).click();
  await page.getByText('It is back on ', { exact: false }).waitFor();
  await page.goto(`/desk/t/${number}`);
  await entries(page).filter({ hasText: 'back to ' }).waitFor();
  const gone = entries(page).filter({ hasText: 'Moved to another ticket' });
  await gone.getByText('Show what it said').click();
  await gone.getByText('I would like the same ones.').waitFor();
  await page.goto(`/desk/t/${own}`);
  await entries(page).filter({ hasText: 'back here from' }).waitFor();
});

mailed('what waits beside a conversation is let through', async ({ page, signIn }) => {
  const eva = anew('eva');
  const first = send(`Eva Silva <${eva}>`, 'Tape for the dock', 'Which one sticks?');
  await arrived(eva, 'Tape for the dock');
  send(`Bo <${anew('bo')}>`, 'Re: Tape for the dock', 'The grey one does.', { 'In-Reply-To': first });
  await signIn('admin');
  await find(page, 'Re: Tape for the dock', 'held');
  await page.getByRole('button', { name: 'Let it through' }).click();
  await page.getByText('It stands in the conversation now.').waitFor();
  await page.locator('header').getByRole('link', { name: /^CW-/ }).click();
  const said = entries(page).filter({ hasText: 'The grey one does.' }).filter({ hasText: 'Customer' });
  await said.waitFor();
});

mailed('what waits is refused: kept, said on the ticket, and let through after all', async ({ page, signIn, faultless }) => {
  const eva = anew('eva');
  const first = send(`Eva Silva <${eva}>`, 'Pallets for the dock', 'Which ones hold?');
  await arrived(eva, 'Pallets for the dock');
  const stranger = `${anew('somebody-with-a-name-that-goes-on-and-on-as-some-do').replace('@', '@a-department-of-')}`;
  send(`Somebody <${stranger}>`, 'Re: Pallets for the dock', 'Buy ours: https://harbour.example/a/very/long/address/that/nobody/could/ever/type?and=goes-on-and-on', { 'In-Reply-To': first });
  await signIn('admin');
  await find(page, 'Re: Pallets for the dock', 'held');
  await page.locator('header').getByRole('link', { name: /^CW-/ }).click();
  await page.setViewportSize({ width: 1440, height: 900 });
  const card = entries(page).filter({ hasText: 'Buy ours' });
  await card.getByText('they do not take part in this ticket').waitFor();
  const cut = await card.evaluate(own => {
    const right = own.getBoundingClientRect().right;
    const inside = [...own.querySelectorAll('.pill, a, p')];
    return inside.filter(one => one.getBoundingClientRect().right > right + 1 || one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map(one => one.outerHTML.slice(0, 200));
  });
  assert.deepEqual(cut, [], 'nothing of the card is cut off');
  await card.getByRole('link', { name: 'How this mail came' }).click();
  await page.getByRole('button', { name: 'Refuse it' }).waitFor();
  // Another program of the console: its buttons answer once it is awake.
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('button', { name: 'Refuse it' }).click();
  await page.getByText('It was refused.').waitFor();
  await page.getByRole('button', { name: 'Refuse it' }).waitFor({ state: 'detached' });
  await faultless(page);
  await page.locator('header').getByRole('link', { name: /^CW-/ }).click();
  await entries(page).filter({ hasText: `refused mail from ${stranger}` }).getByRole('link', { name: 'The message' }).click();
  await page.getByRole('button', { name: 'Let it through' }).waitFor();
  await page.locator('html[data-hydrated]').waitFor();
  await page.getByRole('button', { name: 'Let it through' }).click();
  await page.getByText('It stands in the conversation now.').waitFor();
});

mailed('a mail’s page is no part of ours, and a picture that did not come is none', async ({ page, signIn, faultless }) => {
  const html = '<header><h1>Offer</h1></header><nav><a href="/logout">Leave</a> <a href="https://harbour.example/">Shop</a></nav><main><p>Cheap.<img src="cid:gone@x"><img src="cid:odd@x"></p></main><footer>Bye</footer>';
  const body = `--b\nContent-Type: text/html; charset=utf-8\n\n${html}\n--b\nContent-Type: image/svg+xml; name=odd.svg\nContent-ID: <odd@x>\nContent-Disposition: inline\n\n<svg xmlns="http://www.w3.org/2000/svg"/>\n--b--`;
  send(`Tom <${anew('tom')}>`, 'An offer with pictures', body, { 'MIME-Version': '1.0', 'Content-Type': 'multipart/related; boundary=b' });
  await signIn('admin');
  await find(page, 'An offer with pictures', 'arrived');
  const drawn = page.getByRole('region', { name: 'As it was drawn' });
  await drawn.getByText('Cheap.').waitFor();
  assert.equal(await drawn.locator('img').count(), 0, 'no broken picture');
  assert.deepEqual(await drawn.locator('a').evaluateAll(links => links.map(link => link.getAttribute('href'))), [null, 'https://harbour.example/']);
  await page.getByText('odd.svg').first().waitFor();
  await faultless(page);
  await page.goto('/desk/admin/incoming?shelf=arrived');
  await faultless(page);
});

mailed('what cannot be read lies in quarantine with its reason, and is tried again', async ({ page, signIn, faultless }) => {
  imap.deliver('Subject: From nobody at all\nMessage-ID: <nobody@mail.example>\n\nHello?\n');
  await signIn('admin');
  await find(page, 'From nobody at all', 'quarantined');
  await page.getByText('It names nobody as its sender.').waitFor();
  await page.getByRole('button', { name: 'Try again' }).click();
  await page.getByText('It lies in quarantine still.').waitFor();
  const [saved] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Download the message (.eml)' }).click()]);
  assert.equal(saved.suggestedFilename(), 'message.eml');
  await page.goto('/desk/admin/mailboxes');
  await page.getByText('1 message lies in quarantine.').first().waitFor();
  await page.goto('/desk/admin/incoming?shelf=quarantined');
  await page.getByRole('button', { name: 'Try all again' }).click();
  await page.getByText('None could be taken in. 1 message lies in quarantine.').waitFor();
  await page.goto('/desk/admin/mailboxes');
  await page.getByRole('row', { name: /support@desk\.example/ }).getByText('Its server tells of news at once').waitFor();
  await faultless(page);
});

mailed('a domain is linked to an organisation, and taken from it', async ({ page, signIn, allow }) => {
  allow(/422/);
  await signIn('admin');
  await page.goto('/desk/admin/mailboxes');
  await page.getByRole('textbox', { name: 'Domain' }).fill('gmail.com');
  await page.getByRole('combobox', { name: 'Organisation' }).fill('Nobody at all');
  await page.getByRole('button', { name: 'Add domain' }).click();
  await page.getByText('Anybody can have an address there.', { exact: false }).first().waitFor();
  await page.getByRole('textbox', { name: 'Domain' }).fill('tidewater.example');
  await page.getByRole('combobox', { name: 'Organisation' }).fill(await organisation(page));
  await page.getByRole('button', { name: 'Add domain' }).click();
  await page.getByRole('row', { name: /tidewater\.example/ }).waitFor();
  send('Nia <nia@tidewater.example>', 'Hello from the water', 'Where is my parcel?', {
    'Authentication-Results': 'mx.desk.example; dmarc=pass header.from=tidewater.example',
  });
  await arrived('nia@tidewater.example', 'CW-');
  await page.getByRole('button', { name: 'Remove tidewater.example' }).click();
  await page.getByText('tidewater.example belongs to nobody now.').waitFor();
});

/** The name of one that the desk knows. */
const organisation = page => page.evaluate(() => fetch('/fn/customers/list').then(answer => answer.json()).then(found => found.rows[0].name));

mailed('the laboratory shows every step and takes none', async ({ page, signIn, server, faultless }) => {
  await signIn('admin');
  await page.goto('/desk/admin/mail-lab');
  const { raw } = write('Dora <dora@harbour.example>', 'Only a trial', 'Does this work?\n\n-- \nDora');
  const path = join(server.folder, 'trial.eml');
  writeFileSync(path, raw);
  await page.locator('input[type=file]').setInputFiles(path);
  const steps = page.getByRole('region', { name: 'Steps of trial.eml' });
  await page.getByText('This is what would become of trial.eml.').waitFor();
  for (const words of ['A person, as far as its head tells.', 'it would begin one', 'It would open a ticket.', '2 lines of quotes']) {
    await page.getByText(words, { exact: false }).first().waitFor();
  }
  assert.equal(await steps.count(), 1);
  await faultless(page);
  const large = join(server.folder, 'large.eml');
  writeFileSync(large, `${raw}${'All of it is text.\n'.repeat(1_400_000)}`);
  await page.locator('input[type=file]').setInputFiles(large);
  await page.getByText('large.eml is larger than 25 MB.', { exact: false }).waitFor();
  await page.goto('/desk/admin/incoming');
  assert.equal(await page.getByText('Only a trial').count(), 0, 'nothing was kept');
  await faultless(page);
});
