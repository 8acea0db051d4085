import type { IncomingHttpHeaders } from "node:http";
import { vi } from "vitest";
import { Webhook } from "standardwebhooks";
import { answerOf } from "#scripts/api";
import type { Schemas } from "#scripts/api";
import type { Simulator } from "#support/node/simulator";

export type Received = { id: string; headers: IncomingHttpHeaders; body: string; atMs: number };
type Response = Parameters<Simulator["outside"] extends Map<string, infer Host> ? (host: Host) => void : never>[0];
type Answer = (response: Parameters<Response>[1], count: number) => void;

/** A receiver of a public name, and what it was sent. */
export function openReceiver(simulator: Simulator, host: string, answer: Answer = answering(200)): Received[] {
  const received: Received[] = [];
  simulator.outside.set(host, (request, response) => {
    const { headers, bodyText: body } = request;
    const atMs = Number(headers["webhook-timestamp"]) * 1000;
    received.push({ id: String(headers["webhook-id"]), headers, body, atMs });
    answer(response, received.length);
  });
  return received;
}

export function answering(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => response.writeHead(status, headers).end(`answered ${status}`);
}

/** The first answers, one by one, and 200 afterwards. */
export function inTurn(...answers: Answer[]): Answer {
  return (response, count) => (answers[count - 1] ?? answering(200))(response, count);
}

type Types = NonNullable<Schemas["WebhookEndpoint"]["types"]>;

export async function createEndpoint({ api }: Simulator, host: string, types: Types | null = null) {
  const body = { url: `https://${host}/bouquet`, description: host, types };
  const { id, secret } = await answerOf(api.client.POST("/v1/webhooks/endpoints", { body }));
  return { id, secret: secret ?? "" };
}

/** What the upstream library makes of it, on a machine whose clock shows the time of the attempt. */
export function verify({ headers, body, atMs }: Received, secret: string): unknown {
  vi.useFakeTimers({ now: atMs, toFake: ["Date"] });
  try {
    const texts = Object.entries(headers).map(([name, value]) => [name, String(value)]);
    return new Webhook(secret).verify(body, Object.fromEntries(texts));
  } finally {
    vi.useRealTimers();
  }
}

/** A live program in which somebody can be granted something; each grant is one message. */
export async function openProgram(simulator: Simulator) {
  const { client } = simulator.api;
  const key = "welcome";
  await answerOf(client.POST("/v1/programs", { body: { key, preset: "wallet-bonus" } }));
  await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path: { id: key } } }));
  const path = { kind: "customer", external_id: "sarah" };
  const { id: participant } = await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", { params: { path }, body: {} }),
  );
  /** Gives the reward's id. */
  return async (operationId: string): Promise<string> => {
    const grant = { kind: "credit", amount_minor: 500, currency: "USD" } as const;
    const body = { program: key, participant, grant, reason: "goodwill", operation_id: operationId };
    return (await answerOf(simulator.api.client.POST("/v1/rewards", { body }))).id;
  };
}
