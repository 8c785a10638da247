// Every page of the portal: right status, no fault for anybody, on a desk and on a phone, in both languages.
import assert from 'node:assert/strict';
import { story } from '#desk';
import { both, test } from '#harness';

for (const [path, title] of [
  ['/', 'How can we help?'],
  ['/search?q=printer', 'Search'],
  ['/help', 'Help'],
  ['/help/label', 'Help for Fennwick Label'],
  ['/help/a/labels-print-blank-on-dx-200', 'blank'],
  ['/status', 'Service status'],
  ['/requests', 'My requests'],
  [`/requests/${story.number}`, story.subject],
  ['/account', 'Your account'],
]) {
  test(`${path} has no fault, signed in`, async ({ page, signIn, faultless }) => {
    await signIn('customer');
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200);
    assert.match(await page.getByRole('heading', { level: 1 }).innerText(), new RegExp(title.replace('?', '.')));
    assert.match(await page.title(), / – Casewell$/);
    await faultless(page);
  });
}

test('nor have the pages for visitors', async ({ page, faultless }) => {
  for (const path of ['/', '/login', '/login/code']) {
    await page.goto(path);
    await faultless(page);
  }
});

both('the front page begins with what is promised', async ({ page, signIn }) => {
  await page.goto('/');
  assert.equal(await page.locator('.home__req').count(), 0);
  await signIn('customer');
  await page.goto('/');
  await page.getByRole('heading', { name: 'Your open requests' }).waitFor();
  assert.ok(await page.locator('.home__req .due').count() > 0);
});

test('at 320 pixels nothing is cut off', async ({ page, signIn, fits }) => {
  await signIn('customer');
  for (const path of ['/', '/requests', `/requests/${story.number}`, '/account', '/new']) {
    await page.goto(path);
    await fits(page, [320]);
  }
});

both('the account is changed and says so', async ({ page, signIn }) => {
  await signIn('boss');
  await page.goto('/account');
  const name = await page.getByLabel('Name', { exact: true }).inputValue();
  await page.getByLabel('Time zone').fill('Mars/Olympus');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('alert').waitFor();
  await page.getByLabel('Time zone').fill('Europe/Lisbon');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByText('Saved.').waitFor();
  assert.equal(await page.getByLabel('Time zone').inputValue(), 'Europe/Lisbon');
  assert.equal(await page.getByLabel('Name', { exact: true }).inputValue(), name);
});

both('an unknown address and a forbidden one', async ({ page, signIn, allow, axe }) => {
  allow(/40[34]/);
  assert.equal((await page.goto('/nowhere/at/all')).status(), 404);
  await axe(page);
  await signIn('customer');
  assert.equal((await page.goto('/desk')).status(), 403);
  await page.getByRole('heading', { name: 'Not allowed' }).waitFor();
  await axe(page);
});

both('the portal speaks German to those who ask for it', async ({ page, axe }) => {
  await page.goto('/');
  await page.getByRole('button', { name: 'Deutsch' }).click();
  await page.getByRole('heading', { level: 1, name: 'Wie können wir helfen?' }).waitFor();
  assert.equal(await page.locator('html').getAttribute('lang'), 'de');
  await page.getByRole('link', { name: 'Hilfeartikel' }).first().waitFor();
  await axe(page);
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('heading', { level: 1, name: 'How can we help?' }).waitFor();
});

both('everything can be reached by keyboard', async ({ page }) => {
  await page.goto('/');
  await page.keyboard.press('Tab');
  const first = await page.evaluate(() => document.activeElement?.textContent);
  assert.equal(first, 'Skip to main content');
  await page.keyboard.press('Enter');
  await page.waitForURL(/#main$/);
});

test('going on without a load keeps one heading and the right title', async ({ page }) => {
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Main' }).getByRole('link', { name: 'Service status' }).click();
  await page.waitForURL('**/status');
  await page.getByRole('heading', { level: 1, name: 'Service status' }).waitFor();
  assert.match(await page.title(), /^Service status – /);
  assert.equal(await page.getByRole('heading', { level: 1 }).count(), 1);
  await page.goBack();
  await page.getByRole('heading', { level: 1, name: 'How can we help?' }).waitFor();
});
