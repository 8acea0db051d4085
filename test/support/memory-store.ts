import { rowsOf } from "#domain/replay-table";
import type { World } from "#domain/replay-world";
import type { StoredTables } from "#support/stored-tables";

/** What the database would hold of a world. */
export function tablesOf(world: World): StoredTables {
  const postings = world.steps.flatMap(({ posting }) => (posting === null ? [] : [posting]));
  return {
    participants: rowsOf(world.participants),
    links: [...world.links.values()],
    events: rowsOf(world.events).map(({ event, refereeId, occurredAtMs, verified, status }) => ({
      eventId: event.id,
      payload: event,
      refereeId,
      occurredAtMs,
      verified,
      status,
    })),
    payments: rowsOf(world.payments),
    referrals: rowsOf(world.referrals),
    touches: world.touches,
    conversions: rowsOf(world.conversions),
    rewards: rowsOf(world.rewards),
    transitions: world.steps.map(({ transition }) => transition),
    transactions: postings.map(({ transactionId: id, type, rewardId, reversesId }) => ({
      id,
      type,
      rewardId,
      reversesId,
    })),
    entries: postings.flatMap(({ transactionId, fromOwner, toOwner, unit, quantity }) => [
      { transactionId, ownerId: fromOwner, unit, amount: -quantity },
      { transactionId, ownerId: toOwner, unit, amount: quantity },
    ]),
    accounts: [...world.balances.values()],
    outbox: world.messages,
    explanations: world.explanations,
  };
}
