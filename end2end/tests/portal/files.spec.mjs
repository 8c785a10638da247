// Files in the portal: with a message and with a new request, with scripts and without, also over a line that breaks.
import assert from 'node:assert/strict';
import { chooseUpToDescribe, describe, go, heading, impact, send as sendRequest } from '../../lib/asking.mjs';
import { attached, chosen, hand, input, isShown, log, picture } from '../../lib/files.mjs';
import { story } from '#desk';
import { both, eventually, test } from '#harness';

const path = `/requests/${story.number}`;
const field = page => page.getByLabel('Add a message');
const press = page => page.getByRole('button', { name: 'Send', exact: true }).click();
const newest = (page, words) => page.locator('.msg').filter({ hasText: words }).first();

both('a message brings its files along', async ({ page, scripts, signIn, person, faultless }) => {
  await signIn('customer');
  await page.goto(path);
  const words = `See the picture, ${Date.now()}`;
  const shot = await picture(page);
  await field(page).fill(words);
  await input(page).setInputFiles([shot, log()]);
  if (scripts) await attached(page, 'dock.log');
  await faultless(page);
  await press(page);
  await newest(page, words).waitFor();
  assert.ok(await isShown(newest(page, words), 'label.png'));
  assert.deepEqual(await chosen(page), []);
  await faultless(page);
  const link = newest(page, words).getByRole('link', { name: /dock\.log/ });
  const saved = await page.request.get(await link.getAttribute('href'));
  assert.match(saved.headers()['content-disposition'], /^attachment; filename="dock\.log"/);
  assert.equal((await saved.body()).length, 1500);

  const agent = await person('agent');
  await agent.goto(`/desk/t/${story.number}`);
  const entry = agent.getByRole('list', { name: 'Timeline' }).getByRole('listitem').filter({ hasText: words }).first();
  assert.ok(await isShown(entry, 'label.png'));
  await entry.getByRole('link', { name: /dock\.log/ }).waitFor();
  const other = await person('customer2');
  assert.equal((await other.request.get(await link.getAttribute('href'))).status(), 404);
});

both('a file goes without words, nothing at all does not', async ({ page, scripts, signIn, person, faultless }) => {
  await signIn('customer');
  await page.goto(path);
  await press(page);
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  const name = `silent-${scripts}.log`;
  await input(page).setInputFiles([log(name)]);
  if (scripts) await attached(page, name);
  await press(page);
  const sent = page.locator('.msg').filter({ has: page.getByRole('link', { name: new RegExp(name) }) });
  await sent.waitFor();
  assert.equal(await sent.locator('p.plain').count(), 0);
  await faultless(page);
  const agent = await person('agent');
  await agent.goto(`/desk/t/${story.number}`);
  await agent.getByRole('list', { name: 'Timeline' }).getByRole('link', { name: new RegExp(name) }).waitFor();
});

test('the first lines of a log are shown where it was sent, in portal and console', async ({ page, signIn, person, faultless }) => {
  await signIn('customer');
  await page.goto(path);
  const name = `lines-${Date.now()}.log`;
  await input(page).setInputFiles([log(name)]);
  await attached(page, name);
  await press(page);
  const agent = await person('agent');
  for (const reader of [page, agent]) {
    if (reader === agent) await agent.goto(`/desk/t/${story.number}`);
    const file = reader.locator('.atts li').filter({ hasText: name });
    await file.getByText('First lines').click();
    await file.locator('pre').getByText('ribbon out').first().waitFor();
    assert.match(await file.locator('pre').innerText(), /^(ribbon out\n){20}…$/);
    await faultless(reader);
  }
});

test('a screenshot is pasted, a log is dropped, and one is taken out again', async ({ page, signIn }) => {
  await signIn('customer');
  await page.goto(path);
  await hand(page, 'paste', '#text', [await picture(page, 'image.png')]);
  await attached(page, 'image.png');
  await hand(page, 'drop', '.reply', [log('dropped.log'), log('wrong.log', 900)]);
  await attached(page, 'wrong.log');
  const gone = page.waitForResponse(answer => answer.request().method() === 'DELETE');
  await page.getByRole('button', { name: 'Take out wrong.log' }).click();
  assert.equal((await gone).status(), 200);
  const words = `Pasted and dropped, ${Date.now()}`;
  await field(page).fill(words);
  await page.reload();
  assert.match((await chosen(page)).join(), /image\.png.*dropped\.log/s, 'they wait with the draft');
  assert.doesNotMatch((await chosen(page)).join(), /wrong/);
  await field(page).fill(words);
  await press(page);
  await newest(page, words).getByRole('link', { name: /dropped\.log/ }).waitFor();
  assert.ok(await isShown(newest(page, words), 'image.png'));
  assert.equal(await newest(page, words).getByText('wrong.log').count(), 0);
});

test('a large file goes on where the connection broke', async ({ page, signIn, allow }) => {
  allow(/ERR_INTERNET_DISCONNECTED|ERR_FAILED|ERR_NETWORK/);
  await signIn('customer');
  await page.goto(path);
  const places = [];
  const size = 20_000_000;
  page.on('request', request => {
    const url = new URL(request.url());
    if (url.pathname === '/files') places.push(Number(url.searchParams.get('at')));
  });
  await input(page).setInputFiles([log('large.log', size)]);
  await eventually(() => assert.ok(places.some(at => at > 4_000_000)), 15_000);
  await page.context().setOffline(true);
  await page.getByText('No connection. It goes on by itself.').waitFor();
  await page.context().setOffline(false);
  const words = `A large one, ${Date.now()}`;
  await field(page).fill(words);
  await press(page);
  await page.getByText('Files are still on their way').waitFor();
  await page.getByText('large.log is attached.').waitFor({ state: 'attached', timeout: 25_000 });
  assert.equal(places.filter(at => at === 0).length, 1, 'it did not begin again');
  await press(page);
  const link = newest(page, words).getByRole('link', { name: /large\.log/ });
  const saved = await page.request.get(await link.getAttribute('href'));
  assert.ok((await saved.body()).equals(log('', size).buffer));
});

test('what is too large is refused in words', async ({ page, signIn, allow }) => {
  allow(/422/);
  await signIn('customer');
  await page.goto(path);
  await input(page).setInputFiles([log('huge.log', 26_300_000), log('empty.log', 0)]);
  await page.getByText('Choose a file of at most 25 MB.').waitFor();
  await page.getByText('This file is empty. Choose another.').waitFor();
  await page.getByRole('button', { name: 'Take out huge.log' }).click();
  await page.getByRole('button', { name: 'Take out empty.log' }).click();
  assert.deepEqual(await chosen(page), []);
});

test('without scripts a refused form keeps its files, and what is unticked stays out', async ({ plain: page, signIn, faultless }) => {
  await signIn('boss');
  await page.goto('/requests/CW-20377');
  await field(page).fill('x'.repeat(20_001));
  await input(page).setInputFiles([log('one.log'), log('two.log', 700)]);
  await press(page);
  await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
  await page.getByRole('checkbox', { name: /two\.log/ }).uncheck();
  await faultless(page);
  await field(page).fill('Only the first.');
  await press(page);
  await newest(page, 'Only the first.').getByRole('link', { name: /one\.log/ }).waitFor();
  assert.equal(await newest(page, 'Only the first.').getByText('two.log').count(), 0);
  assert.equal(await page.getByRole('checkbox').count(), 0);
});

both('a new request brings files and answers a question with one', async ({ page, scripts, signIn, faultless }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  const shot = await picture(page, 'blank.png');
  await input(page, 'Can you show us a label?').setInputFiles([shot]);
  await input(page, 'Photos, screenshots or logs').setInputFiles([log('print.log')]);
  if (scripts) {
    await attached(page, 'blank.png');
    await attached(page, 'print.log');
  }
  await faultless(page);
  await describe(page);
  await impact(page);
  const summary = await page.locator('.sum').innerText();
  assert.match(summary, /Can you show us a label\?\s+blank\.png/);
  assert.match(summary, /print\.log/);
  const number = await sendRequest(page);
  await page.goto(`/requests/${number}`);
  assert.ok(await isShown(page, 'blank.png'));
  await page.locator('.msg').getByRole('link', { name: /print\.log/ }).waitFor();
  await page.locator('.side').getByText('blank.png').waitFor();
});

both('a visitor sends a file with what they write', async ({ page, scripts, person }) => {
  await chooseUpToDescribe(page);
  await input(page, 'Photos, screenshots or logs').setInputFiles([log('visitor.log')]);
  if (scripts) await attached(page, 'visitor.log');
  await describe(page);
  await impact(page);
  await page.getByLabel('Your name').fill('Zoë Vale');
  await page.getByLabel('Your email').fill(`zoe-${scripts}@elsewhere.example`);
  const number = await sendRequest(page);
  const agent = await person('agent');
  await agent.goto(`/desk/t/${number}`);
  await agent.getByRole('list', { name: 'Timeline' }).getByRole('link', { name: /visitor\.log/ }).waitFor();
});

test('without scripts a refused file is told beside its field', async ({ plain: page, signIn }) => {
  await signIn('customer');
  await chooseUpToDescribe(page);
  await page.getByLabel('In one line').fill('A log');
  await input(page, 'Photos, screenshots or logs').setInputFiles([log('nothing.log', 0)]);
  await go(page);
  await page.locator('.errsum').getByText('This file is empty.').waitFor();
  assert.equal(await page.getByLabel('In one line').inputValue(), 'A log');
  await heading(page, 'What happens?');
});
