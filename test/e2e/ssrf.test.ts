import { createServer } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { AddressInfo, Server } from "node:net";
import { afterAll, beforeAll, expect, test } from "vitest";
import { privateNames, ssrfAddresses } from "#corpora/ssrf";
import { findAddressProblem } from "#domain/public-address";
import { answerOf } from "#scripts/api";
import { startSimulator } from "#support/node/simulator";
import type { Simulator } from "#support/node/simulator";
import { answering, createEndpoint, openReceiver } from "./webhook-receiver";

/** Counts every connection, whatever is said on it. */
const canary = { port: 0, connections: 0, close: () => {} };
/** Answers for whatever name it is asked that it is public: the worst that DNS can do. */
const resolver = { url: "", asked: 0, close: () => {} };
let named: Simulator;
let real: Simulator;

beforeAll(async () => {
  const listener = createTcpServer((socket) => {
    canary.connections += 1;
    socket.destroy();
  });
  const dns = createServer((request, response) => {
    resolver.asked += 1;
    const isFour = request.url?.includes("type=A&") === true || request.url?.endsWith("type=A") === true;
    const records = isFour ? [{ type: 1, TTL: 60, data: "93.184.215.14" }] : [];
    response.end(JSON.stringify({ Status: 0, Answer: records }));
  });
  canary.port = await listen(listener);
  resolver.url = `http://127.0.0.1:${await listen(dns)}/dns-query`;
  canary.close = () => void listener.close();
  resolver.close = () => void dns.close();
  named = await startSimulator();
  real = await startSimulator({ realWorld: true, bindings: { DNS_RESOLVER_URL: resolver.url } });
});
afterAll(async () => {
  canary.close();
  resolver.close();
  await Promise.all([named.close(), real.close()]);
});

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  // Safe because a listening TCP server has an AddressInfo.
  return (server.address() as AddressInfo).port;
}

const addresses = () => ssrfAddresses.map((address) => address.replaceAll("{port}", String(canary.port)));
const names = Object.keys(privateNames);

/** What saving an endpoint with this address is answered, by both ways. */
async function save({ api }: Simulator, id: string, url: string): Promise<[number, string][]> {
  const post = await api.client.POST("/v1/webhooks/endpoints", { body: { url } });
  const patch = await api.client.PATCH("/v1/webhooks/endpoints/{id}", { params: { path: { id } }, body: { url } });
  return [post, patch].map(({ response, error }) => [response.status, error?.code ?? "none"]);
}

/** An attempt at an address that was never looked at: as if its check had been passed by, or meant something else then. */
async function attempt(simulator: Simulator, id: string, url: string): Promise<string | number | null> {
  await simulator.sql("UPDATE webhook_endpoints SET url = ? WHERE id = ?", url, id);
  const params = { path: { id } };
  const { history } = await answerOf(simulator.api.client.POST("/v1/webhooks/endpoints/{id}/ping", { params }));
  return history[0]?.error ?? history[0]?.response?.status ?? null;
}

test("no address of the corpus is saved, and none is connected to if it ever was", async () => {
  expect(ssrfAddresses.length).toBeGreaterThan(100);
  openReceiver(named, "control.receiver-one.com");
  const { id } = await createEndpoint(named, "control.receiver-one.com");
  expect(await attempt(named, id, "https://control.receiver-one.com/in")).toBe(200);
  expect(named.connections).toEqual(["control.receiver-one.com"]);
  for (const url of addresses()) {
    for (const [status, code] of await save(named, id, url)) {
      expect(["422 webhook_url_not_allowed", "400 invalid_request"], url).toContain(`${status} ${code}`);
    }
    expect(await attempt(named, id, url), url).toBe("address_not_public");
  }
  expect(named.connections).toEqual(["control.receiver-one.com"]);
});

test("no name is saved that leads to an address which is not public, and none is connected to if it does later", async () => {
  openReceiver(named, "honest.receiver-one.com");
  const { id } = await createEndpoint(named, "honest.receiver-one.com");
  named.connections.length = 0;
  for (const name of names) {
    openReceiver(named, name);
    named.addresses.set(name, privateNames[name] ?? []);
    const url = `https://${name}/in`;
    expect(findAddressProblem(url), name).toBeNull();
    for (const answer of await save(named, id, url)) expect(answer, name).toEqual([422, "webhook_url_not_allowed"]);
    expect(await attempt(named, id, url), name).toBe("address_not_public");
  }
  expect(await attempt(named, id, "https://unheard-of.receiver-one.com/in")).toBe("unreachable");
  expect(named.connections).toEqual([]);
});

test("a receiver leads nowhere by its redirects", async () => {
  const targets = [...addresses(), ...names.map((name) => `https://${name}/`)].filter((url) =>
    /^[\x20-\x7e]*$/.test(url),
  );
  const statuses = [301, 302, 303, 307, 308];
  openReceiver(named, "moved.receiver-one.com", (response, count) =>
    answering(statuses[count % statuses.length] ?? 302, { location: targets[count - 1] ?? "" })(response, count),
  );
  const { id } = await createEndpoint(named, "moved.receiver-one.com");
  named.connections.length = 0;
  for (const url of targets) {
    expect(statuses, url).toContain(await attempt(named, id, "https://moved.receiver-one.com/in"));
  }
  expect(named.connections).toEqual(targets.map(() => "moved.receiver-one.com"));
});

test("a Worker that reaches its own machine connects to nothing there, whatever DNS says", async () => {
  const created = await real.api.client.POST("/v1/webhooks/endpoints", {
    body: { url: `https://control.receiver-one.com:${canary.port}/in` },
  });
  const id = created.data?.id ?? "";
  // The resolver listens on the own machine as well, so it can be reached.
  expect([created.response.status, resolver.asked]).toEqual([201, 2]);
  for (const url of addresses()) expect(await attempt(real, id, url), url).toBe("address_not_public");
  expect(canary.connections).toBe(0);
});
