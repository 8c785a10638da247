// The way of a request from /new to its number, one question a page.

import { awake } from './browser.mjs';

export async function heading(page, name) {
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await awake(page);
}

export const go = page => page.getByRole('button', { name: 'Continue' }).click();

export async function chooseUpToDescribe(page) {
  await page.goto('/new');
  await heading(page, 'Which product is it about?');
  await page.getByRole('radio', { name: /Fennwick Label/ }).check();
  await go(page);
  await heading(page, 'What is it about?');
  await page.getByRole('radio', { name: /Printing/ }).check();
  await go(page);
  await heading(page, 'What happens?');
}

export async function describe(page, subject = 'Belt printer hums and stops after ten labels') {
  await page.getByLabel('In one line').fill(subject);
  await page.getByLabel('What you see').fill('It hums, prints ten labels and stops. Switching it off and on helps for a while.');
  await page.getByLabel('Which version').selectOption({ index: 1 });
  await page.getByLabel('Which printer?').selectOption('MX-80 belt printer');
  await page.getByLabel('Where is it?').fill('Eastmoor, Dock 5');
  await go(page);
  await heading(page, 'How much does it hold you up?');
}

export async function impact(page, how = /One dock stopped/) {
  await page.getByRole('radio', { name: how }).check();
  await go(page);
  await heading(page, 'Check and send');
}

/** Sends it and answers its number. */
export async function send(page) {
  await page.getByRole('button', { name: 'Send request' }).click();
  await heading(page, 'We have your request');
  return (await page.locator('.sent__no').innerText()).trim();
}
