// A desk that begins with nothing: requests go without a product, an admin adds what they can be about, and retires it.
import assert from 'node:assert/strict';
import { go, heading, send } from '#asking';
import { both, desk, test } from '#harness';

desk({ tickets: 0 });

const saved = (page, name) => page.getByText(`${name} is saved.`).first().waitFor();
const visitor = async page => {
  await page.getByLabel('Your name').fill('Rosa Lind');
  await page.getByLabel('Your email').fill('rosa@quill.example');
};

/** Fills the pages from the description on, and sends. */
async function told(page, subject) {
  await heading(page, 'What happens?');
  await page.getByLabel('In one line').fill(subject);
  await page.getByLabel('What you see').fill('It hums, prints ten labels and stops.');
  await go(page);
  await heading(page, 'How much does it hold you up?');
  await page.getByRole('radio', { name: /Everything stands still/ }).check();
  await go(page);
  await heading(page, 'Check and send');
  await visitor(page);
  return send(page);
}

both('a customer of a new desk raises a request, before anything can be chosen', async ({ page, axe }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'Raise a request' }).first().click();
  await heading(page, 'What happens?');
  await page.getByText('step 1 of 3').waitFor();
  await axe(page);
  assert.match(await told(page, 'The belt printer stops'), /^CW-\d+$/);
});

test('an admin adds a product with a topic, a customer chooses it, and it is retired', async ({ page, server, signIn, faultless, allow, axe }) => {
  allow(/422/);
  const made = await server.casewell(['user', 'add', '--email', 'ada@desk.example', '--name', 'Ada Kern', '--role', 'admin', '--password-stdin'], 'one-two-three-four');
  assert.equal(made.code, 0, made.err);
  await signIn('ada@desk.example', { password: 'one-two-three-four' });
  await page.goto('/desk/admin/catalogue');
  await page.getByText('No products yet').waitFor();
  await faultless(page);
  await page.getByRole('link', { name: 'Add product' }).click();
  await page.getByRole('button', { name: 'Save product' }).click();
  await page.getByRole('link', { name: 'Enter an answer.' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Dock printer');
  await page.getByLabel('Picture').selectOption('Printer');
  await page.getByLabel('Versions').fill('2.1\n2.0');
  await page.getByRole('button', { name: 'Save product' }).click();
  await saved(page, 'Dock printer');
  await page.getByText('No topics yet').waitFor();
  await faultless(page);

  // A topic needs a type of ticket.
  await page.getByRole('link', { name: 'Add topic' }).click();
  await page.getByRole('heading', { name: 'New topic' }).waitFor();
  await faultless(page);
});
