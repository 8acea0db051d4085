import { ok, refuse } from "#domain/result";
import { findParticipant } from "#store/participants";
import { listBalances, listWalletEntries, loadMovementGrounds } from "#store/wallets";
import { showPage } from "#http/contract/page";
import { getWalletOperation, showBalance, showEntry } from "#http/contract/wallets";
import { route } from "#http/mount";
import { hiddenFromParticipants, seenBy } from "#http/participant-view";

export const walletRoutes = [
  route(getWalletOperation, async (ctx, { params, query: { limit, cursor } }) => {
    const participant = await findParticipant(ctx.db, ctx.actor.mode, params.id);
    if (participant === null) return refuse({ code: "not_found", what: "participant" });
    const [balances, entries] = await Promise.all([
      listBalances(ctx.db, participant.id),
      listWalletEntries(ctx.db, { ownerId: participant.id, before: cursor, limit }),
    ]);
    const grounds = await loadMovementGrounds(ctx.db, ctx.actor.mode, entries);
    const transactions = showPage("transactions", entries, {
      limit,
      placeOf: ({ movement }) => movement.id,
      show: (entry) =>
        seenBy(
          ctx.actor,
          showEntry(entry, grounds.get(entry.movement.id) ?? { reward: null, operation: null }),
          hiddenFromParticipants.walletEntry,
        ),
    });
    return ok({ body: { participant_id: participant.id, balances: balances.map(showBalance), transactions } });
  }),
];
