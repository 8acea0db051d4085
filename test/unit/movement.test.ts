import { expect, test } from "vitest";
import { referenceOf, statusOf } from "#domain/movement";
import type { Movement } from "#domain/movement";
import { rewardStates } from "#domain/reward";

const reward = { state: "available", subject: "inv-1", transactionId: "txn_1" } as const;
const operation = { operationId: "op-1", transactionId: "txn_1", status: "done" } as const;

function aMovement(fields: Partial<Movement> = {}): Movement {
  return { transactionId: "txn_1", type: "referral_bonus", reward, operation: null, ...fields };
}

test("a movement is known by its operation, else by what earned the reward", () => {
  expect(referenceOf(aMovement())).toBe("inv-1");
  expect(referenceOf(aMovement({ operation }))).toBe("op-1");
  expect(referenceOf(aMovement({ reward: null }))).toBeNull();
});

test("an operation's movement is reversed when it was undone; the one that undid it is not", () => {
  const undone = { ...operation, status: "undone" } as const;
  expect(statusOf(aMovement({ type: "withdrawal", operation }))).toBe("completed");
  expect(statusOf(aMovement({ type: "withdrawal", operation: undone }))).toBe("reversed");
  expect(statusOf(aMovement({ type: "reversal", operation: undone, transactionId: "txn_2" }))).toBe("completed");
});

test("what made a reward available is reversed when the reward was, or went back to waiting", () => {
  const reversed = rewardStates.filter((state) => statusOf(aMovement({ reward: { ...reward, state } })) === "reversed");
  expect(reversed).toEqual(["pending", "reversed"]);
  expect(statusOf(aMovement({ transactionId: "txn_0" }))).toBe("reversed");
});

test("other movements of a reward stand", () => {
  const gone = { ...reward, state: "reversed" } as const;
  expect(statusOf(aMovement({ type: "reversal", reward: gone, transactionId: "txn_2" }))).toBe("completed");
  expect(statusOf(aMovement({ type: "withdrawal", reward: gone, transactionId: "txn_2" }))).toBe("completed");
});
