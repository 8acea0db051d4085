import { ok } from "#domain/result";
import { listApiKeys } from "#store/api-keys";
import { createKey } from "#usecases/create-key";
import { revokeKey } from "#usecases/revoke-key";
import { rotateKey } from "#usecases/rotate-key";
import * as contract from "#http/contract/keys";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";

const { showKey, showNewKey } = contract;

export const keyRoutes = [
  route(contract.createKeyOperation, async (ctx, { body }) => {
    const created = await createKey(ctx, body);
    return created.ok ? ok({ status: 201 as const, body: showNewKey(created.value) }) : created;
  }),

  route(contract.listKeysOperation, async (ctx, { query: { limit, cursor, member_id: memberId } }) => {
    const rows = await listApiKeys(ctx.db, { mode: ctx.actor.mode, memberId, before: cursor, limit });
    return ok({ body: showPage("keys", rows, { limit, placeOf: (row) => row.id, show: showKey }) });
  }),

  route(contract.revokeKeyOperation, async (ctx, { params }) => {
    const revoked = await revokeKey(ctx, params.id);
    return revoked.ok ? ok({ body: showKey(revoked.value) }) : revoked;
  }),

  route(contract.rotateKeyOperation, async (ctx, { params, body }) => {
    const rotated = await rotateKey(ctx, { id: params.id, graceHours: body.grace_hours });
    return rotated.ok ? ok({ status: 201 as const, body: showNewKey(rotated.value) }) : rotated;
  }),
];
