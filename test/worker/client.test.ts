import { exports } from "cloudflare:workers";
import { expect, test } from "vitest";
import { createBouquetClient } from "#client/client";
import { createKey, origin } from "#support/api";

test("the typed client gets answers as data and problems as errors", async () => {
  const { secret: key } = await createKey();
  const bouquet = createBouquetClient({ url: origin, key, fetch: (request) => exports.default.fetch(request) });
  const created = await bouquet.POST("/v1/programs", { body: { key: "friends", preset: "wallet-bonus" } });
  expect(created.data?.draft.rules[0]?.grant[0]).toMatchObject({ kind: "credit", amount_minor: 1000 });
  const found = await bouquet.GET("/v1/programs/{id}", { params: { path: { id: "friends" } } });
  expect(found.data).toEqual(created.data);
  const missing = await bouquet.GET("/v1/programs/{id}", { params: { path: { id: "enemies" } } });
  expect(missing.data).toBeUndefined();
  expect(missing.error).toMatchObject({ code: "not_found", status: 404 });
});
