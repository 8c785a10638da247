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
async function told(page, subject, isVisitor = true) {
  await heading(page, 'What happens?');
  await page.getByLabel('In one line').fill(subject);
  await page.getByLabel('What you see').fill('It hums, prints ten labels and stops.');
  await go(page);
  await heading(page, 'How much does it hold you up?');
  await page.getByRole('radio', { name: /Everything stands still/ }).check();
  await go(page);
  await heading(page, 'Check and send');
  if (isVisitor) await visitor(page);
  return send(page);
}

both('a customer of a new desk raises a request, before anything can be chosen', async ({ page, axe }) => {
  await page.goto('/');
  await page.getByRole('link', { name: 'New request' }).first().click();
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
  await page.getByRole('link', { name: 'Enter a name.' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Dock printer');
  await page.getByLabel('Picture').selectOption('Printer');
  await page.getByLabel('Versions').fill('2.1\n2.0');
  await page.getByRole('button', { name: 'Save product' }).click();
  await saved(page, 'Dock printer');
  await page.getByText('No topics yet').waitFor();
  await faultless(page);

  await page.getByRole('link', { name: 'Add topic' }).click();
  await page.getByRole('heading', { name: 'New topic' }).waitFor();
  await page.getByLabel('Name', { exact: true }).fill('Printing');
  await page.getByRole('button', { name: 'Save topic' }).click();
  await page.getByRole('link', { name: 'Choose one of the answers shown.' }).waitFor();
  await page.getByLabel('Ticket type').selectOption('Question');
  await faultless(page);
  await page.getByRole('button', { name: 'Save topic' }).click();
  await saved(page, 'Printing');
  await page.getByRole('row').filter({ hasText: 'Printing' }).getByText('Offered').waitFor();

  await page.goto('/new');
  await heading(page, 'Which product is it about?');
  await page.getByText('step 1 of 5').waitFor();
  await page.getByRole('radio', { name: /Dock printer/ }).check();
  await go(page);
  await heading(page, 'What is it about?');
  await page.getByRole('radio', { name: 'Printing' }).check();
  await go(page);
  const number = await told(page, 'The belt printer hums', false);
  await page.goto(`/desk/t/${number}`);
  await page.getByText('Dock printer').first().waitFor();
  await page.locator('option[value=question][selected]').first().waitFor({ state: 'attached' });

  await page.goto('/desk/admin/catalogue');
  await page.getByRole('link', { name: 'Dock printer' }).click();
  await page.getByLabel(/^Retired/).check();
  await page.getByRole('button', { name: 'Save product' }).click();
  await saved(page, 'Dock printer');
  await page.getByRole('link', { name: 'All products' }).click();
  await page.getByRole('row').filter({ hasText: 'Dock printer' }).getByText('Retired').waitFor();
  await page.getByRole('link', { name: 'Change' }).click();
  await page.getByRole('group', { name: 'Choice 4' }).getByLabel('In the customer’s words').fill('');
  await page.getByRole('group', { name: 'Choice 1' }).getByLabel('In the customer’s words').fill('The line stands');
  await faultless(page);
  await page.getByRole('button', { name: 'Save choices' }).click();
  await page.getByText('The choices are saved.').first().waitFor();
  await page.getByRole('row').filter({ hasText: 'The line stands' }).getByText('Urgent').waitFor();
  assert.equal(await page.getByText('a question or a wish').count(), 0);
  await page.goto('/new');
  await heading(page, 'What happens?');
  await axe(page);
});
