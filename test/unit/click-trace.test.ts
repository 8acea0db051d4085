import { expect, test } from "vitest";
import { queryOf, traceOf, untraced } from "#domain/click-trace";
import type { ClickTrace } from "#domain/click-trace";
import type { Journey } from "#domain/journey";

const touch = (code: string, atMs: number) => ({ code, atMs, channel: "link" as const });
const trace = (fields: Partial<ClickTrace> = {}): ClickTrace => ({
  ...{ code: "ANN", atMs: 1, via: "navigation", addressHash: "h1" },
  ...fields,
});

test("the log of the first touch is asked, for all touches that it has", () => {
  const journey: Journey = {
    programId: "prg_1",
    visitorId: "v",
    touches: [touch("A1", 1), touch("B1", 2), touch("A2", 3)],
  };
  expect(queryOf(journey, (code) => code.slice(0, 1))).toEqual({
    shard: "A",
    query: {
      visitorId: "v",
      touches: [
        { code: "A1", atMs: 1 },
        { code: "A2", atMs: 3 },
      ],
    },
  });
  expect(queryOf({ ...journey, touches: [] }, () => "A")).toBeNull();
});

test("a referral keeps what is known of the clicks on its own code", () => {
  const traces = [trace({ atMs: 9, via: "image", addressHash: "h9" }), trace(), trace({ code: "BOB", via: "script" })];
  expect(traceOf({ visitorId: "v", traces }, "ANN")).toEqual({ visitorId: "v", via: "navigation", addressHash: "h9" });
});

test("only where no click was a navigation is one told that was none", () => {
  const traces = [trace({ via: "iframe", atMs: 2 }), trace({ via: "image" })];
  expect(traceOf({ visitorId: "v", traces }, "ANN").via).toBe("image");
  expect(traceOf({ visitorId: "v", traces: [...traces, trace({ via: null, atMs: 3 })] }, "ANN").via).toBeNull();
});

test("what is not found is not known", () => {
  expect(traceOf(null, "ANN")).toBe(untraced);
  expect(traceOf({ visitorId: "v", traces: [trace({ code: "BOB" })] }, "ANN")).toBe(untraced);
});
