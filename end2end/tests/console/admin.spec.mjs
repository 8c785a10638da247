// Settings: each section for those who may, and what can be changed there.
import assert from 'node:assert/strict';
import { eventually, test } from '#harness';

const sections = page => page.getByRole('navigation', { name: 'Settings' }).first().getByRole('link');

test('sections are those that the reader may see', async ({ page, signIn, allow }) => {
  allow(/40[34]/);
  await signIn('agent');
  await page.goto('/desk/admin');
  assert.deepEqual(await sections(page).allInnerTexts(), ['Service promises', 'Business calendars', 'Contracts', 'Ticket types', 'Failed alarms', 'Products and topics', 'Routing', 'People and work']);
  await page.getByRole('heading', { name: 'Service promises' }).waitFor();
  await page.goto('/desk/admin/people');
  await page.getByText('Your account can’t do this.').waitFor();
});

test('promises and calendars are shown, and dates can be tried', async ({ page, signIn, faultless, allow }) => {
  await signIn('manager');
  await page.goto('/desk/admin/promises');
  await page.getByRole('table', { name: /^Promised times of/ }).waitFor();
  await page.getByRole('link', { name: 'Business calendars' }).click();
  await page.getByRole('table', { name: /^Opening hours of/ }).getByRole('rowheader', { name: 'Monday' }).waitFor();
  await page.getByLabel('Request comes in').fill('2026-04-02T17:30');
  await page.getByLabel('Promised within').fill('8');
  await page.getByLabel('Unit').selectOption('business_hours');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.getByRole('heading', { name: 'What counts' }).waitFor();
  await faultless(page);
  allow(/422/);
  await page.getByLabel('Promised within').fill('0');
  await page.getByRole('button', { name: 'Work it out' }).click();
  await page.getByRole('link', { name: 'Enter a number, for example 12.' }).waitFor();
});

test('an admin adds, disables and enables a person', async ({ page, signIn, axe, allow }) => {
  await signIn('admin');
  await page.goto('/desk/admin/people');
  await page.getByRole('button', { name: 'Add person' }).click();
  const dialog = page.getByRole('dialog', { name: 'Add a person' });
  await axe(page);
  allow(/422/);
  await dialog.getByLabel('Name').fill('Zoe Zander');
  await dialog.getByLabel('Email').fill('zoe');
  await dialog.getByRole('button', { name: 'Add person' }).click();
  await dialog.getByRole('alert').waitFor();
  assert.equal(await dialog.getByLabel('Name').inputValue(), 'Zoe Zander');
  await dialog.getByLabel('Email').fill('zoe@demo.example');
  await dialog.getByRole('button', { name: 'Add person' }).click();
  await page.getByText('Zoe Zander has been added.').waitFor();

  await page.getByRole('searchbox').fill('zoe z');
  await page.keyboard.press('Enter');
  await page.waitForURL(/q=zoe/);
  await page.getByRole('button', { name: 'Change role of Zoe Zander' }).click();
  await page.getByRole('dialog', { name: 'Role of Zoe Zander' }).getByLabel('Role').selectOption('lead');
  await page.getByRole('button', { name: 'Save' }).click();
  await page.getByRole('cell', { name: 'Team lead' }).waitFor();
  await page.getByRole('button', { name: 'Disable Zoe Zander' }).click();
  await page.getByRole('dialog', { name: 'Disable Zoe Zander?' }).getByRole('button', { name: 'Disable' }).click();
  await page.getByRole('cell', { name: 'Disabled' }).waitFor();
  await page.getByRole('button', { name: 'Enable Zoe Zander' }).click();
  await page.getByRole('cell', { name: 'Active' }).waitFor();
});

test('a token is shown once and revoked', async ({ page, signIn, axe, faultless }) => {
  await signIn('admin');
  await page.goto('/desk/admin/tokens');
  await page.getByRole('button', { name: 'Make token' }).click();
  const dialog = page.getByRole('dialog', { name: 'Make a token' });
  await dialog.getByLabel('What for').fill('Nightly export');
  await dialog.getByRole('checkbox', { name: 'Read tickets' }).check();
  await axe(page);
  await dialog.getByRole('button', { name: 'Make token' }).click();
  const secret = await page.locator('.secret code').innerText();
  assert.match(secret, /^cw_\w{64}$/);
  await faultless(page);
  await page.getByRole('button', { name: 'I have copied it' }).click();
  await eventually(async () => assert.equal(await page.locator('.secret').count(), 0));
  await page.getByRole('button', { name: 'Revoke Nightly export' }).click();
  await page.getByRole('dialog', { name: 'Revoke Nightly export?' }).getByRole('button', { name: 'Revoke' }).click();
  await page.getByRole('cell', { name: 'Revoked' }).waitFor();
});
