import { answerOf } from "#scripts/api";
import type { Api, Schemas } from "#scripts/api";

let made = 0;

/** A published program whose links lead to this address, and a supplier's link in it. */
export async function createLink(api: Api, destinationUrl: string): Promise<Schemas["Link"]> {
  const { client } = api;
  made += 1;
  const key = `e2e-${made}`;
  const destination = { url: destinationUrl, allowed_hosts: [new URL(destinationUrl).host] };
  await answerOf(
    client.POST("/v1/programs", { body: { key, preset: "supplier-network", overrides: { destination } } }),
  );
  await answerOf(client.POST("/v1/programs/{id}/publish", { params: { path: { id: key } } }));
  const sarah = await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", {
      params: { path: { kind: "supplier", external_id: `sarah-${made}` } },
      body: { name: "Sarah" },
    }),
  );
  return answerOf(client.POST("/v1/links", { body: { program: key, participant: sarah.id } }));
}

/** A link's clicks once so many are counted: the log is written after the answer. */
export async function waitForClicks(
  api: Api,
  linkId: string,
  total: number,
): Promise<Schemas["LinkWithClicks"]["clicks"]> {
  for (let attempt = 0; ; attempt += 1) {
    const { clicks } = await answerOf(api.client.GET("/v1/links/{id}", { params: { path: { id: linkId } } }));
    const counted = clicks.human + clicks.repeat + clicks.bot + clicks.preview + clicks.prefetch;
    if (counted >= total) return clicks;
    if (attempt === 100) throw new Error(`${counted} of ${total} clicks are counted: ${JSON.stringify(clicks)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
