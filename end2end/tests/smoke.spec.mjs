// The first thing that must hold: the front page comes, wakes up, and nobody complains.
import assert from 'node:assert/strict';
import { both, test } from '#harness';

both('the front page answers', async ({ page }) => {
  const answer = await page.goto('/');
  assert.equal(answer.status(), 200);
  await page.getByRole('heading', { level: 1 }).waitFor();
});

test('the site comes with the binary and may be kept for ever', async ({ page, base }) => {
  await page.goto('/');
  const addresses = await page.evaluate(() => performance.getEntriesByType('resource').map(entry => entry.name));
  const built = addresses.filter(address => new URL(address).pathname.startsWith('/pkg/'));
  assert.ok(built.length >= 3, `style, script and wasm come from /pkg: ${addresses}`);
  for (const address of built) {
    const answer = await fetch(new URL(address, base));
    assert.equal(answer.status, 200, address);
    assert.match(answer.headers.get('cache-control'), /immutable/, address);
  }
});

test('an unknown address is told so', async ({ page, allow }) => {
  allow(/404/);
  const answer = await page.goto('/there-is-no-such-page');
  assert.equal(answer.status(), 404);
});
