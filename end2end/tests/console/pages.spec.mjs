// Every page of the console: no fault for anybody, on a desk and on a phone, and each with its own title.
import assert from 'node:assert/strict';
import { row, story } from '#desk';
import { test } from '#harness';

for (const [path, title] of [
  ['/desk/v/all', 'All open'],
  [`/desk/v/all/t/${story.number}`, story.subject],
  ['/desk/new', 'New ticket'],
  ['/desk/customers', 'Customers'],
  ['/desk/kb', 'Knowledge'],
  ['/desk/kb/health', 'Knowledge health'],
  ['/desk/kb/new', 'New article'],
  ['/desk/notices', 'Notices'],
  ['/desk/me', 'Your settings'],
  ['/desk/search?q=label%20printer', 'Search'],
  ['/desk/admin', 'Settings'],
  ['/desk/admin/promises', 'Service promises'],
  ['/desk/admin/calendars', 'Business calendars'],
  ['/desk/admin/contracts', 'Contracts'],
  ['/desk/admin/types', 'Ticket types'],
  ['/desk/admin/alarms', 'Failed alarms'],
  ['/desk/admin/people', 'People'],
  ['/desk/admin/tokens', 'API tokens'],
  ['/desk/admin/webhooks', 'Webhooks'],
  ['/desk/admin/incoming', 'Incoming mail'],
  ['/desk/admin/mailboxes', 'Mailboxes'],
  ['/desk/admin/mail-lab', 'Mail laboratory'],
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

test('dialogs, menus and the note have no fault either', async ({ page, signIn, axe }) => {
  await signIn('lead');
  await page.goto(`/desk/v/all/t/${story.number}`);
  await page.keyboard.press('?');
  await page.getByRole('dialog', { name: 'Keys' }).waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  for (const [name, dialog] of [
    ['Log a call', 'Log a call'],
    ['Set the time: Fix', 'Set the time by hand'],
    [/^Next contact/, /^When does the customer/],
  ]) {
    await page.getByRole('button', { name }).click();
    await page.getByRole('dialog', { name: dialog }).waitFor();
    await axe(page);
    await page.keyboard.press('Escape');
  }
  await page.keyboard.press('s');
  // What the menu covers is smaller than it is.
  await axe(page, { exclude: ['.clocks'] });
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Internal note' }).click();
  await axe(page);
});

test('on a phone: the list, then the ticket, then back', async ({ page, signIn, axe }) => {
  await signIn('agent');
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto('/desk/v/all');
  const list = page.getByRole('grid');
  await row(page, story.number).getByRole('link').click();
  await page.getByRole('heading', { level: 1, name: story.subject }).waitFor();
  await list.waitFor({ state: 'hidden' });
  await page.getByRole('button', { name: 'Customer and knowledge' }).click();
  await page.getByRole('tabpanel').getByText('Gold support, 24 months').waitFor();
  await axe(page);
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name: 'Back to the list' }).click();
  await list.waitFor();
  await page.getByRole('navigation', { name: 'Console, small screen' }).getByText('More').click();
  await page.getByRole('navigation', { name: 'Console', exact: true }).getByRole('link', { name: /^Unassigned/ }).waitFor();
  await axe(page);
});
