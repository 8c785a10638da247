// Finding an answer, typos and all, and saying whether it helped.
import assert from 'node:assert/strict';
import { both, test } from '#harness';

const typo = 'lables print balnk';

both('an answer that did not help can be told why', async ({ page }) => {
  await page.goto('/help/a/labels-print-blank-on-dx-200');
  await page.getByText('No, not yet').click();
  await page.getByLabel('What was missing or wrong?').fill('It is another printer.');
  await page.locator('#solved').getByRole('button', { name: 'Send' }).click();
  await page.getByText('make the article better').waitFor();
  await page.locator('#solved').getByRole('link', { name: 'Ask us instead' }).waitFor();
});

both('what was searched for is read once, not twice', async ({ page }) => {
  await page.goto('/search?q=%2541%2541');
  assert.equal(await page.getByRole('combobox').inputValue(), '%41%41');
});

both('results are narrowed by product', async ({ page }) => {
  await page.goto('/search?q=printer');
  const all = await page.locator('.hit').count();
  await page.locator('summary', { hasText: 'Filter' }).evaluate(summary => { summary.parentElement.open = true; }).catch(() => {});
  await page.goto('/search?q=printer&product=scan');
  assert.ok(await page.locator('.hit').count() < all);
});

both('help by product leads to articles', async ({ page, axe, fits }) => {
  await page.goto('/help');
  await axe(page);
  await fits(page);
  await page.getByRole('main').getByRole('link', { name: 'Fennwick Label' }).click();
  await page.waitForURL('**/help/label');
  await page.getByRole('heading', { level: 1, name: 'Help for Fennwick Label' }).waitFor();
  await axe(page);
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
