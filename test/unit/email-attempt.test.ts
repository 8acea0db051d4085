import { expect, test } from "vitest";
import { outcomeOf, wayOf } from "#domain/email-attempt";
import type { EmailGround } from "#domain/email-attempt";
import { aReward, nowMs } from "#support/domain-factories";

function ground(changes: Partial<EmailGround> = {}): EmailGround {
  return {
    mode: "live",
    template: "available",
    hasMessage: true,
    participant: { status: "active", email: "ann@example.com" },
    isSuppressed: false,
    reward: aReward(),
    balance: 1000,
    teamEmails: ["team@example.com", "owner@example.com"],
    isConfigured: true,
    ...changes,
  };
}

test("it goes to the participant, or to all of the team", () => {
  expect(wayOf(ground())).toEqual({ to: ["ann@example.com"] });
  expect(wayOf(ground({ template: "failure", participant: null }))).toEqual({
    to: ["team@example.com", "owner@example.com"],
  });
});

test.each([
  [{ hasMessage: false, reward: null }, "outdated"],
  [{ hasMessage: false, template: "failure", participant: null }, "outdated"],
  [{ participant: null }, "erased"],
  [{ participant: { status: "suspended", email: "ann@example.com" } }, "suspended"],
  [{ participant: { status: "active", email: null } }, "no_address"],
  [{ isSuppressed: true }, "suppressed"],
  [{ reward: aReward({ state: "reversed" }) }, "outdated"],
  [{ template: "earned", reward: aReward({ state: "voided" }) }, "outdated"],
  [{ template: "expiring", reward: aReward({ state: "redeemed" }) }, "outdated"],
  [{ balance: 0 }, "balance_owed"],
  [{ template: "expiring", balance: -500 }, "balance_owed"],
  [{ template: "review_waiting", reward: aReward({ needsReview: false }) }, "outdated"],
] satisfies [Partial<EmailGround>, string][])("it is skipped: %j", (changes, reason) => {
  expect(wayOf(ground(changes))).toEqual({ status: "skipped", reason });
  // Sending would not have been the reason.
  expect(wayOf(ground({ ...changes, isConfigured: false }))).toEqual({ status: "skipped", reason });
});

test("what has no balance is nobody's debt, and what is only earned is told all the same", () => {
  expect(wayOf(ground({ balance: 0, reward: aReward({ kind: "badge" }) }))).toHaveProperty("to");
  expect(wayOf(ground({ balance: -1, template: "earned", reward: aReward({ state: "pending" }) }))).toHaveProperty(
    "to",
  );
});

test.each([
  [{ isConfigured: false }, "not_configured"],
  [{ template: "budget", teamEmails: [] }, "no_team_address"],
  [{ mode: "test" }, "test_mode"],
] satisfies [Partial<EmailGround>, string][])("it is kept: %j", (changes, reason) => {
  expect(wayOf(ground(changes))).toEqual({ status: "kept", reason });
});

test("what fails for now waits longer each time, six times, and is given up", () => {
  const failed = { isSent: false as const, reason: "status_500", isFinal: false };
  const waits = [1, 2, 3, 4, 5, 6].map((attempt) => outcomeOf(failed, attempt, nowMs).dueAtMs - nowMs);
  expect(waits.map((ms) => ms / 60_000)).toEqual([1, 5, 30, 120, 360, 720]);
  expect(outcomeOf(failed, 6, nowMs)).toMatchObject({ status: "due", reason: "status_500" });
  expect(outcomeOf(failed, 7, nowMs)).toMatchObject({ status: "dead", reason: "status_500" });
});

test("what fails for good is given up at once, and what was sent is done", () => {
  const failed = { isSent: false as const, reason: "validation_error", isFinal: true };
  expect(outcomeOf(failed, 1, nowMs).status).toBe("dead");
  expect(outcomeOf({ isSent: true, providerId: "re_1" }, 3, nowMs)).toEqual({
    status: "sent",
    reason: null,
    dueAtMs: nowMs,
    providerId: "re_1",
    sentAtMs: nowMs,
  });
});
