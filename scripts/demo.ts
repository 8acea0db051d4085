/** `npm run demo`: plays a referral from a QR code to its reward, against the running dev server or one of its own. */
import { openTestServer } from "#support/node/test-server";
import { ApiProblem, answerOf, openApi } from "./api.ts";
import type { Api } from "./api.ts";
import { describeEnding, judgeEnding, readEnding } from "./demo-ending.ts";
import { playStory } from "./demo-story.ts";
import { readLocalKey } from "./local-machine.ts";
import { readPort } from "./port.ts";

const { api, close } = await findServer();
try {
  console.log(`Playing on ${api.url}, in a test program with a clock of its own.\n`);
  const story = await playStory(api, (atMs, text) => console.log(`${timeText(atMs)}  ${text}`));
  const ending = await readEnding(api, story);
  console.log(`\n${describeEnding(ending).join("\n")}\n`);
  const verdicts = judgeEnding(story, ending);
  for (const [promise, isKept] of verdicts) console.log(`${isKept ? "ok  " : "FAIL"} ${promise}`);
  if (verdicts.some(([, isKept]) => !isKept)) process.exitCode = 1;
} finally {
  await close();
}

/** The server that `npm run dev` has started, when there is one that knows this machine's key. */
async function findServer(): Promise<{ api: Api; close: () => Promise<void> }> {
  const url = `http://127.0.0.1:${readPort()}`;
  const running = openApi({ url, key: readLocalKey() ?? "" });
  if (await answers(running)) return { api: running, close: async () => {} };
  console.log("No dev server here; starting one for this story …");
  const own = await openTestServer();
  return { api: openApi(own), close: () => own.close() };
}

async function answers(api: Api): Promise<boolean> {
  try {
    await answerOf(api.client.GET("/v1/programs", { params: { query: { limit: 1 } } }));
    return true;
  } catch (error) {
    // Nobody listens, or somebody who does not know the key, or not an API at all.
    if (error instanceof ApiProblem || error instanceof TypeError || error instanceof SyntaxError) return false;
    throw error;
  }
}

function timeText(ms: number): string {
  return new Date(ms).toISOString().slice(0, 16).replace("T", " ");
}
