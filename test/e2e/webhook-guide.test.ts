import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Webhook } from "standardwebhooks";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { expect, onTestFinished, test, vi } from "vitest";

const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/** The receiver of the guide, as somebody would paste it. */
async function startReceiver(): Promise<{ url: string; printed: () => string }> {
  const [, code = ""] = /^```js\n(.*?)^```/ms.exec(readFileSync("docs/guides/webhooks.md", "utf8")) ?? [];
  const PORT = String(await findFreePort());
  const env = { ...process.env, PORT, WEBHOOK_SECRET: secret };
  const child = spawn(process.execPath, ["--input-type=module"], { env, stdio: ["pipe", "pipe", "inherit"] });
  onTestFinished(async () => {
    child.kill();
    await once(child, "close");
  });
  let text = "";
  child.stdout.on("data", (chunk: Buffer) => (text += chunk.toString()));
  child.stdin.end(code);
  return { url: `http://127.0.0.1:${PORT}/webhooks`, printed: () => text };
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  // Safe because a server on a port has an address with one.
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
}

test("the receiver of the guide acts once on what is signed, and refuses what is not", async () => {
  const { url, printed } = await startReceiver();
  const body = JSON.stringify({
    type: "reward.available",
    timestamp: "2026-05-02T10:00:00Z",
    data: { reward_id: "x" },
  });
  const now = new Date();
  const headers = {
    "webhook-id": "msg_1",
    "webhook-timestamp": String(Math.floor(now.getTime() / 1000)),
    "webhook-signature": new Webhook(secret).sign("msg_1", now, body),
  };
  const send = async (body: string) => (await fetch(url, { method: "POST", headers, body })).status;
  await vi.waitFor(async () => expect(await send(body)).toBe(204), { timeout: 10_000 });
  expect(await send(body)).toBe(204);
  expect(await send(body.replace("available", "reversed"))).toBe(400);
  await vi.waitFor(() => expect(printed()).toBe("reward.available { reward_id: 'x' }\n"), { timeout: 10_000 });
});
