// The whole story: somebody asks, an agent promises and answers, and nobody has to reload anything.
import assert from 'node:assert/strict';
import { chooseUpToDescribe, describe, heading, impact, send } from '#asking';
import { entries, inMinutes, listening, row, text } from '#desk';
import { both, eventually } from '#harness';

const subject = 'Belt printer hums and stops on Dock 5';
const answer = 'Thank you, Rosalind. It is the drive belt; a new one is on its way to you.';

both('a customer asks, an agent promises and answers, the customer sees it', async ({ page, scripts, signIn, person }) => {
  const agent = await person('agent');
  await listening(agent, '/desk/v/unassigned');
  await agent.evaluate(() => { window.neverReloaded = true; });
  await signIn('customer');
  if (scripts) await page.clock.install();

  await chooseUpToDescribe(page);
  if (scripts) await seeAnswersWhileTyping(page);
  await describe(page, subject);
  await impact(page);
  await page.getByRole('heading', { name: 'What we’ll promise you' }).waitFor();
  const number = await send(page);
  assert.match(number, /^CW-\d+$/);
  await page.getByRole('link', { name: `Open request ${number}` }).click();
  await heading(page, subject);
  const promised = page.getByRole('timer', { name: 'First reply', exact: true });
  assert.match(await promised.innerText(), /On track: by .*, .* left/);

  await agent.getByRole('button', { name: /changed\. Show/ }).click();
  await row(agent, number).getByRole('link').click();
  await promiseAndReply(agent);
  assert.ok(await agent.evaluate(() => window.neverReloaded), 'the agent has reloaded nothing');

  if (!scripts) await page.reload();
  await page.locator('.msg').first().getByText(answer).waitFor();
  await eventually(async () => assert.match(await promised.innerText(), /^Kept/));
  await page.getByText('Order the belt').waitFor();
  await page.getByRole('heading', { name: /^You’ll hear from us by (today|tomorrow)/ }).waitFor();
  if (scripts) await seeItTick(page);
});

async function seeAnswersWhileTyping(page) {
  await page.getByLabel('In one line').pressSequentially('belt printre stops');
  await page.locator('.sug').getByRole('link').first().waitFor();
  await page.getByRole('status').filter({ hasText: /match(es)? for what you’ve written/ }).waitFor();
}

/** Takes the open ticket, writes down a plan, promises to be back in 50 minutes, and answers. */
async function promiseAndReply(agent) {
  await agent.getByLabel('Assignee', { exact: true }).selectOption('Ines Kovar');
  await entries(agent).filter({ hasText: 'assigned it to Ines Kovar' }).waitFor();
  await agent.getByRole('button', { name: /^Plan/ }).click();
  await agent.getByLabel('Step 1: What happens').fill('Order the belt');
  await agent.getByRole('button', { name: 'Use this plan' }).click();
  await agent.getByRole('button', { name: /^Next contact/ }).click();
  await agent.getByLabel('Another time').fill(await inMinutes(agent, 50));
  await agent.getByRole('button', { name: 'Use this time' }).click();
  await text(agent).fill(answer);
  await agent.getByRole('button', { name: 'Send, keep open' }).click();
  await entries(agent).filter({ hasText: answer }).waitFor();
}

async function seeItTick(page) {
  const clock = page.getByRole('timer', { name: 'Time until: Next contact' });
  const minutes = async () => Number((await clock.innerText()).match(/^(\d+)\s+minutes/)[1]);
  const before = await minutes();
  await page.clock.fastForward('03:00');
  await eventually(async () => assert.ok([3, 4].includes(before - await minutes())));
}
