// The desk goes away: the page says so, keeps what is on it, and catches up by itself.
import { eventually, test } from '#harness';
import assert from 'node:assert/strict';

const says = page => page.getByText(/No connection since \d\d:\d\d/);

for (const [who, address] of [['agent', '/desk/v/all'], ['customer', '/requests']]) {
  test(`a lost connection is told to the ${who}, and its return`, async ({ page, signIn, allow }) => {
    allow(/ERR_|Failed to load/);
    await signIn(who);
    await page.route('**/live*', route => route.abort());
    await page.goto(address);
    await says(page).waitFor();
    assert.ok(await page.getByText('CW-').first().isVisible(), 'what was known stays');

    await page.unroute('**/live*');
    await eventually(async () => assert.equal(await says(page).isVisible(), false), 20_000);
  });
}
