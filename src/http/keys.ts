import { ok } from "#domain/result";
import { listApiKeys } from "#store/api-keys";
import { createKey } from "#usecases/create-key";
import { revokeKey } from "#usecases/revoke-key";
import * as contract from "#http/contract/keys";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";

const { showKey } = contract;

export const keyRoutes = [
  route(contract.createKeyOperation, async (ctx, { body }) => {
    const created = await createKey(ctx, body);
    if (!created.ok) return created;
    const { key, secret } = created.value;
    return ok({ status: 201 as const, body: { ...showKey(key), secret } });
  }),

  route(contract.listKeysOperation, async (ctx, { query: { limit, cursor } }) => {
    const rows = await listApiKeys(ctx.db, { mode: ctx.actor.mode, before: cursor, limit });
    return ok({ body: showPage("keys", rows, { limit, placeOf: (row) => row.id, show: showKey }) });
  }),

  route(contract.revokeKeyOperation, async (ctx, { params }) => {
    const revoked = await revokeKey(ctx, params.id);
    return revoked.ok ? ok({ body: showKey(revoked.value) }) : revoked;
  }),
];
