import { expect, test } from "vitest";
import { actorName, mayDo } from "#domain/actor";

test("histories name keys by id, jobs by name and everybody else as the public", () => {
  expect(actorName({ type: "key", id: "key_1", mode: "live", scopes: [] })).toBe("key:key_1");
  expect(actorName({ type: "job", name: "sweep_pending_events", mode: "live" })).toBe("job:sweep_pending_events");
  expect(actorName({ type: "public", mode: "live" })).toBe("public");
});

test("a key may do what its scopes name; neither a job nor the public has any scope", () => {
  const key = { type: "key", id: "key_1", mode: "live", scopes: ["links:read"] } as const;
  expect(mayDo(key, "links:read")).toBe(true);
  expect(mayDo(key, "links:write")).toBe(false);
  expect(mayDo({ type: "job", name: "sweep_pending_events", mode: "live" }, "links:read")).toBe(false);
  expect(mayDo({ type: "public", mode: "live" }, "links:read")).toBe(false);
});
