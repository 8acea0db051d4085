import { afterEach, expect, test } from "vitest";
import { record, referee } from "#support/engine";
import { createWorld, heldFor, later, payment, releaseAll, signUp, standing } from "#support/fraud-ground";
import { expectLedgerBalanced } from "#support/ledger";
import type { World } from "#support/world";
import { eraseParticipant } from "#usecases/erase-participant";

afterEach(expectLedgerBalanced);

async function erase({ ctx }: World, id: string) {
  expect(await eraseParticipant(ctx, { id, reason: "asked_for" })).toMatchObject({ ok: true });
}

test.each([
  ["the job", releaseAll],
  [
    "an event",
    async (w: World, days: number) =>
      record(later(w, days), { id: "trial", type: "trial_started", referee: referee("mike") }),
  ],
])("what is held while its referrer is erased is released by %s: an erasure takes nothing", async (_, release) => {
  const w = await createWorld({ rules: heldFor(14) });
  await signUp(w);
  await record(w.ctx, payment());
  await erase(w, w.sarah.id);
  await release(w, 15);
  expect(await standing()).toEqual(["referrer available", "referee available"]);
});
