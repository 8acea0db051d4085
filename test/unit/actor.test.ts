import { expect, test } from "vitest";
import { actorName, isOthers, mayDo } from "#domain/actor";

test("histories name keys by id, jobs by name and everybody else as the public", () => {
  expect(actorName({ type: "key", id: "key_1", mode: "live", scopes: [] })).toBe("key:key_1");
  const member = { id: "mbr_1", role: "owner" } as const;
  expect(actorName({ type: "key", id: "key_1", mode: "live", scopes: [], member })).toBe("key:key_1");
  expect(actorName({ type: "participant", id: "ptc_1", mode: "live" })).toBe("participant:ptc_1");
  expect(actorName({ type: "job", name: "sweep_pending_events", mode: "live" })).toBe("job:sweep_pending_events");
  expect(actorName({ type: "public", mode: "live" })).toBe("public");
});

test("a key may do what its scopes name; no participant, job or member of the public has any scope", () => {
  expect(mayDo({ type: "participant", id: "ptc_1", mode: "live" }, "links:read")).toBe(false);
  const key = { type: "key", id: "key_1", mode: "live", scopes: ["links:read"] } as const;
  expect(mayDo(key, "links:read")).toBe(true);
  expect(mayDo(key, "links:write")).toBe(false);
  expect(mayDo({ type: "job", name: "sweep_pending_events", mode: "live" }, "links:read")).toBe(false);
  expect(mayDo({ type: "public", mode: "live" }, "links:read")).toBe(false);
});

test("what another has is another's to a participant, and to nobody else", () => {
  const participant = { type: "participant", id: "ptc_1", mode: "live" } as const;
  expect(isOthers(participant, "ptc_1")).toBe(false);
  expect(isOthers(participant, "ptc_2")).toBe(true);
  expect(isOthers({ type: "key", id: "key_1", mode: "live", scopes: [] }, "ptc_2")).toBe(false);
});
