// Surveys: asked by mail an hour after a request is solved, answered with one click and a button, heard by the team.
import assert from 'node:assert/strict';
import { heading } from '#asking';
import { command, entries, request } from '#desk';
import { both, eventually, test } from '#harness';

const send = page => page.getByRole('button', { name: 'Send answer' }).click();

/** A request of the demo's customer that an agent has solved; answers its number. */
async function solved(server, person, subject) {
  const number = await request(server, subject, { type: 'question' });
  const agent = await person('agent');
  await agent.goto('/desk/me');
  await command(agent, number, { command: 'set_status', to: 'resolved', reason: null, review_at: null });
  return { number, agent };
}

both('a customer says how it went, and changes their mind', async ({ page, server, person, signIn, scripts, faultless }) => {
  const { number, agent } = await solved(server, person, `Blank labels ${scripts}`);
  await signIn('customer');
  await page.goto(`/requests/${number}`);
  await page.getByRole('link', { name: 'Tell us, it takes half a minute' }).click();
  await heading(page, 'How did it go?');
  await faultless(page);
  await send(page);
  await page.getByRole('alert').waitFor();
  await page.getByRole('radio', { name: '4, Good' }).check();
  await page.getByLabel('What should we know?').fill('Quick, thank you.');
  await send(page);
  await page.getByText('Thank you. We have your answer.').waitFor();
  await faultless(page);
  await page.getByRole('radio', { name: '5, Very good' }).check();
  await page.getByRole('button', { name: 'Change answer' }).click();
  await eventually(async () => assert.ok(await page.getByRole('radio', { name: '5, Very good' }).isChecked()));
  await page.goto(`/requests/${number}`);
  await page.getByText('rated the help 5 of 5: Quick, thank you.').waitFor();
  await agent.goto(`/desk/t/${number}`);
  await entries(agent).filter({ hasText: 'rated the help 5 of 5: Quick, thank you.' }).waitFor();
});

test('the mail leads to the answer, opening it records nothing, a bad one opens the request and calls the leads', async ({ page, server, person, plain, allow }) => {
  allow(/404/);
  const { number, agent } = await solved(server, person, 'Scanner says no');
  await server.pass(61);
  const admin = await person('admin');
  const link = await eventually(async () => {
    await admin.goto('/desk/admin/outbox');
    const mail = admin.locator('.hit').filter({ hasText: `[${number}]` }).filter({ hasText: '/survey?kind=solved' }).first();
    return (await mail.locator('.mailtext').textContent()).match(/\/requests\/CW-\d+\/survey\?kind=solved&token=\w+/)[0];
  }, 15_000);
  await plain.goto(`${link}&score=2`);
  await heading(plain, 'How did it go?');
  assert.ok(await plain.getByRole('radio', { name: '2, Bad' }).isChecked());
  await agent.goto(`/desk/t/${number}`);
  await entries(agent).filter({ hasText: 'how it went' }).waitFor();
  assert.equal(await entries(agent).filter({ hasText: 'rated the help' }).count(), 0, 'only the button records');
  await send(plain);
  await plain.getByText('Thank you. We have your answer. Your request is open again').waitFor();
  await heading(plain, 'How did it go?');
  await entries(agent).filter({ hasText: 'rated the help 2 of 5' }).waitFor();
  await agent.getByText('set the status to Open').first().waitFor();
  const lead = await person('lead');
  await lead.goto('/desk/notices');
  await lead.getByText('The customer rated the help 2 of 5').first().waitFor();
  await page.goto(link.replace(number, 'CW-20418'));
  await page.getByRole('heading', { name: 'Page not found' }).waitFor();
});
