import { expect, test } from "vitest";
import { actorName } from "#domain/actor";

test("histories name keys by id and jobs by name", () => {
  expect(actorName({ type: "key", id: "key_1", mode: "live", scopes: [] })).toBe("key:key_1");
  expect(actorName({ type: "job", name: "sweep_pending_events", mode: "live" })).toBe("job:sweep_pending_events");
});
