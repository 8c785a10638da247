// Every page of the console: no fault for anybody, on a desk and on a phone, and each with its own title.
import assert from 'node:assert/strict';
import { story } from '#desk';
import { test } from '#harness';

for (const [path, title] of [
  ['/desk/v/all', 'All open'],
  [`/desk/v/all/t/${story.number}`, story.subject],
  ['/desk/new', 'New ticket'],
  ['/desk/customers', 'Customers'],
  ['/desk/notices', 'Notices'],
  ['/desk/me', 'Your settings'],
  ['/desk/search?q=label%20printer', 'Search'],
  ['/desk/admin/promises', 'Service promises'],
  ['/desk/admin/calendars', 'Business calendars'],
  ['/desk/admin/people', 'People'],
  ['/desk/admin/tokens', 'API tokens'],
  ['/desk/admin/outbox', 'Outbox'],
]) {
  test(`${path} has no fault`, async ({ page, signIn, faultless }) => {
    await signIn('admin');
    const answer = await page.goto(path);
    assert.equal(answer.status(), 200);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.match(await page.title(), / – .* – Casewell$/);
    await faultless(page);
  });
}
