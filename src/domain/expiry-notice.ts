import { dayMs } from "#domain/day";
import { idAt, idTail } from "#domain/id";
import { isoText } from "#domain/instant";
import type { Mode } from "#domain/mode";
import type { Message } from "#domain/plan";
import type { Reward } from "#domain/reward";
import { rewardPayload } from "#domain/reward-message";

/** So long before its end a reward's holder is told of it. */
export const noticeMs = 7 * dayMs;

/**
 * That a reward is about to expire. Named by the reward and the day of the notice, so that it is told once, however
 * often it is looked for; an end that moves is another one.
 */
export function expiryNotice(reward: Reward & { expiresAtMs: number }, mode: Mode): Message {
  return {
    id: idAt("msg", reward.expiresAtMs - noticeMs, idTail(reward.id)),
    type: "reward.expiring",
    mode,
    payload: { ...rewardPayload(reward, reward.state), expires_at: isoText(reward.expiresAtMs) },
  };
}
