// Files in the console: with a reply, with a note, and in an article.
import assert from 'node:assert/strict';
import { attached, chosen, hand, input, isShown, log, picture } from '../../lib/files.mjs';
import { entries, story, text } from '#desk';
import { eventually, test } from '#harness';

const path = `/desk/t/${story.number}`;

test('a reply and a note carry files; the customer sees those of the reply', async ({ page, signIn, person, faultless }) => {
  await signIn('agent');
  await page.goto(path);
  const said = `The driver for you, ${Date.now()}`;
  await hand(page, 'paste', '#text', [await picture(page, 'steps.png')]);
  await attached(page, 'steps.png');
  await input(page).setInputFiles([log('driver.log')]);
  await attached(page, 'driver.log');
  await page.reload();
  await eventually(async () => assert.match((await chosen(page)).join(), /steps\.png.*driver\.log/s));
  await text(page).fill(said);
  await faultless(page);
  await page.locator('.cmp__f .menu > summary').click();
  await page.getByRole('button', { name: 'Send, wait for customer' }).click();
  const reply = entries(page).filter({ hasText: said }).last();
  await reply.waitFor();
  assert.ok(await isShown(reply, 'steps.png'));
  assert.deepEqual(await chosen(page), []);

  await page.getByRole('tab', { name: 'Internal note' }).click();
  const inside = `Between us, ${Date.now()}`;
  await text(page).fill(inside);
  await input(page).setInputFiles([log('inside.log')]);
  await attached(page, 'inside.log');
  await page.getByRole('button', { name: 'Add note' }).click();
  const note = entries(page).filter({ hasText: inside }).last();
  const secret = await note.getByRole('link', { name: /inside\.log/ }).getAttribute('href');

  const customer = await person('customer');
  await customer.goto(`/requests/${story.number}`);
  const message = customer.locator('.msg').filter({ hasText: said }).first();
  assert.ok(await isShown(message, 'steps.png'));
  await message.getByRole('link', { name: /driver\.log/ }).waitFor();
  assert.equal(await customer.getByText('inside.log').count(), 0);
  assert.equal((await customer.request.get(secret)).status(), 404);
});

test('a note of files alone needs no words', async ({ page, signIn, allow }) => {
  allow(/422/);
  await signIn('agent');
  await page.goto(path);
  await page.getByRole('tab', { name: 'Internal note' }).click();
  const add = page.getByRole('button', { name: 'Add note' });
  await add.click();
  await page.locator('.errsum').waitFor();
  await input(page).setInputFiles([log('silent.log')]);
  await attached(page, 'silent.log');
  await add.click();
  await entries(page).getByRole('link', { name: /silent\.log/ }).waitFor();
  assert.deepEqual(await chosen(page), []);
});

test('a picture in an article is seen while it is written, and by its readers', async ({ page, signIn, person, faultless }) => {
  await signIn('lead');
  await page.goto('/desk/kb/new');
  const shot = await picture(page, 'ribbon.png');
  await page.locator('#title').fill('Turn the ribbon around');
  await page.locator('#body').fill('The dull side faces the label.\n\n');
  await input(page).setInputFiles([shot]);
  await eventually(async () => assert.match(await page.locator('#body').inputValue(), /!\[ribbon\.png\]\(\/files\/\w+\)/));
  const preview = page.getByRole('region', { name: 'Preview' }).locator('img[alt="ribbon.png"]');
  await preview.waitFor();
  assert.equal(await preview.evaluate(img => img.decode().then(() => img.naturalWidth)), 240);
  await faultless(page);
  await page.locator('#audience').selectOption('public');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('heading', { level: 1, name: 'Turn the ribbon around' }).waitFor();
  await page.getByRole('button', { name: 'Publish', exact: true }).click();
  await page.locator('.rec').getByText('Published').waitFor();
  const customer = await person('customer2');
  await customer.goto('/help/a/turn-the-ribbon-around');
  const shown = customer.locator('img[alt="ribbon.png"]');
  assert.equal(await shown.evaluate(img => img.decode().then(() => img.naturalWidth)), 240);
});
