// Finding an answer, typos and all, and saying whether it helped.
import assert from 'node:assert/strict';
import { both, test } from '#harness';

const typo = 'lables print balnk';

both('a customer finds an article, typo and all, and leaves happy', async ({ page, scripts, signIn, axe }) => {
  await signIn(scripts ? 'customer' : 'boss');
  await page.goto('/');
  await page.getByLabel('Search help').fill(typo);
  await page.getByRole('search').getByRole('button', { name: 'Search' }).click();
  await page.waitForURL('**/search?q=**');
  const article = page.locator('.hits a[href^="/help/a/"]').first();
  assert.match(await article.textContent(), /blank/i);
  await article.click();
  await page.waitForURL('**/help/a/**');
  await page.getByRole('button', { name: 'Yes, it did' }).click();
  await page.getByText('Good to hear').waitFor();
  await axe(page);
});

both('an answer that did not help can be told why', async ({ page }) => {
  await page.goto('/help/a/labels-print-blank-on-dx-200');
  await page.getByText('No, not yet').click();
  await page.getByLabel('What was missing or wrong?').fill('It is another printer.');
  await page.locator('#solved').getByRole('button', { name: 'Send' }).click();
  await page.getByText('make the article better').waitFor();
  await page.locator('#solved').getByRole('link', { name: 'Ask us instead' }).waitFor();
});

test('suggestions come while one types and are walked with the keyboard', async ({ page, axe }) => {
  await page.goto('/');
  const field = page.getByRole('combobox');
  await field.pressSequentially(typo);
  const options = page.getByRole('option');
  await options.first().waitFor();
  assert.equal(await field.getAttribute('aria-expanded'), 'true');
  assert.equal(await field.getAttribute('aria-activedescendant'), null, 'nothing is chosen until an arrow is pressed');
  await axe(page);
  await page.keyboard.press('ArrowDown');
  assert.equal(await field.getAttribute('aria-activedescendant'), 'q-0');
  assert.equal(await options.first().getAttribute('aria-selected'), 'true');
  await page.keyboard.press('Escape');
  assert.equal(await field.getAttribute('aria-expanded'), 'false');
  assert.equal(await field.inputValue(), typo);
  await page.keyboard.press('Escape');
  assert.equal(await field.inputValue(), '');
  await field.pressSequentially(typo);
  await options.first().filter({ hasText: /blank/ }).waitFor();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/help/a/**');
  await page.getByRole('heading', { level: 1, name: /blank/ }).waitFor();
});

both('nothing found says what to do next', async ({ page, axe }) => {
  await page.goto('/search?q=qqzzxxjjvv');
  await page.getByRole('heading', { name: 'Nothing found for “qqzzxxjjvv”' }).waitFor();
  assert.equal(await page.getByRole('link', { name: 'Ask us', exact: true }).getAttribute('href'), '/new?subject=qqzzxxjjvv');
  await axe(page);
});

both('what was searched for is read once, not twice', async ({ page }) => {
  await page.goto('/search?q=%2541%2541');
  assert.equal(await page.getByRole('combobox').inputValue(), '%41%41');
});

both('results are narrowed by product', async ({ page }) => {
  await page.goto('/search?q=printer');
  const all = await page.locator('.hit').count();
  await page.goto('/search?q=printer&product=scan');
  assert.ok(await page.locator('.hit').count() < all);
});

test('a better order takes the place of the first once it is there', async ({ page }) => {
  const better = '/search?q=why%20is%20it%20blank&by=meaning';
  const drawn = async (route, from, to) => {
    const response = await route.fetch();
    const html = await response.text();
    assert.ok(html.includes(from));
    await route.fulfill({ response, body: html.replaceAll(from, to) });
  };
  // The desk of the tests has no sentence model: what it would add is put in on the way.
  await page.route('**/search?q=why%20is%20it%20blank', route => drawn(route, 'data-region="hits"', `data-region="hits" data-better="${better}"`));
  await page.route(`**${better}`, route => drawn(route, 'class="hit"', 'class="hit" data-again'));
  await page.goto('/search?q=why%20is%20it%20blank');
  await page.locator('.hit[data-again]').first().waitFor();
  assert.equal(await page.locator('[data-better]').count(), 0);
});

both('help by product leads to articles', async ({ page }) => {
  await page.goto('/help');
  await page.getByRole('main').getByRole('link', { name: 'Fennwick Label' }).click();
  await page.waitForURL('**/help/label');
  await page.getByRole('heading', { level: 1, name: 'Help for Fennwick Label' }).waitFor();
  assert.ok(await page.locator('.hit').count() > 3);
});

test('articles that do not exist and products that do not are the same 404', async ({ page, allow }) => {
  allow(/404/);
  for (const path of ['/help/a/no-such-article', '/help/no-such-product']) {
    const answer = await page.goto(path);
    assert.equal(answer.status(), 404, path);
    await page.getByRole('heading', { name: 'Page not found' }).waitFor();
  }
});
