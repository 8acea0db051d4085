import { ok } from "#domain/result";
import { listMembers } from "#store/members";
import { addMember } from "#usecases/add-member";
import { changeMember } from "#usecases/change-member";
import { createMemberKey } from "#usecases/create-member-key";
import { removeMember } from "#usecases/remove-member";
import { showNewKey } from "#http/contract/keys";
import * as contract from "#http/contract/members";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";

const { showMember } = contract;

export const memberRoutes = [
  route(contract.listMembersOperation, async (ctx, { query: { limit, cursor } }) => {
    const rows = await listMembers(ctx.db, { before: cursor, limit });
    return ok({ body: showPage("members", rows, { limit, placeOf: (row) => row.id, show: showMember }) });
  }),

  route(contract.addMemberOperation, async (ctx, { body }) => {
    const added = await addMember(ctx, body);
    return added.ok ? ok({ status: 201 as const, body: showMember(added.value) }) : added;
  }),

  route(contract.changeMemberOperation, async (ctx, { params, body: { name, role } }) => {
    const changed = await changeMember(ctx, { id: params.id, fields: { name, role } });
    return changed.ok ? ok({ body: showMember(changed.value) }) : changed;
  }),

  route(contract.removeMemberOperation, async (ctx, { params }) => {
    const removed = await removeMember(ctx, params.id);
    return removed.ok ? ok({ body: showMember(removed.value) }) : removed;
  }),

  route(contract.createMemberKeyOperation, async (ctx, { params, body }) => {
    const created = await createMemberKey(ctx, { memberId: params.id, ...body });
    return created.ok ? ok({ status: 201 as const, body: showNewKey(created.value) }) : created;
  }),
];
