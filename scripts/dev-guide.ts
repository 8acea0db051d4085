import { usualPort } from "./port.ts";
import type { DemoProgram } from "./seed.ts";

/** What `npm run dev` prints when it is ready: a link, the key, and three requests that work as they stand. */
export function callToAction(dev: DemoProgram & { url: string; key: string }): string {
  const mike = { external_id: "mike", kind: "supplier" };
  const signup = {
    id: "try-signup",
    type: "signup",
    program: dev.program,
    referee: { ...mike, name: "Mike Example", email: "mike@example.org" },
    code: dev.code,
    code_source: "typed",
  };
  const payment = {
    id: "try-payment",
    type: "payment",
    referee: mike,
    payment_ref: "invoice-1",
    amount_minor: 4900,
    currency: "GBP",
  };
  return `
Bouquet serves ${dev.url} and runs its jobs each minute (end it with Ctrl-C).

  A link to click    ${dev.link}
  Your API key       ${dev.key}
                     (test mode, for this machine; kept in .bouquet/dev-key)

Three things to try:

1. Mike signs up and types Sarah's code:

${curl(dev, "/v1/events", signup)}

2. Mike pays for the first time. The answer lists what it earned:

${curl(dev, "/v1/events", payment)}

3. Look at the rewards, Sarah's among them:

${curl(dev, "/v1/rewards")}

\`${demoCommand(dev.url)}\` in a second terminal plays the whole story with a clock of its own.
`;
}

/** It looks for the server where it usually is, unless it is told. */
function demoCommand(url: string): string {
  const { port } = new URL(url);
  return port === String(usualPort) ? "npm run demo" : `PORT=${port} npm run demo`;
}

function curl({ url, key }: { url: string; key: string }, path: string, body?: unknown): string {
  const lines = [`curl -sS ${url}${path}`, `-H 'Authorization: Bearer ${key}'`];
  if (body !== undefined) lines.push(`-H 'Content-Type: application/json'`, `-d '${JSON.stringify(body)}'`);
  return lines.join(" \\\n  ");
}
