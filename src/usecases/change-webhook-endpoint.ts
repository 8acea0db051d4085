import type { Context } from "#context";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import { deriveSecret, mostEnabledEndpoints, rotateSecret } from "#domain/webhook-endpoint";
import { violatedConstraint } from "#store/database";
import {
  commitEndpointChange,
  commitNewWebhookEndpoint,
  countEnabledEndpoints,
  findWebhookEndpoint,
} from "#store/webhook-endpoints";
import type { EndpointChange, WebhookEndpoint } from "#store/webhook-endpoints";
import { changedFields, describeChange, nameFields } from "#usecases/describe-change";
import { retryRaces } from "#usecases/retry-races";

export type EndpointInput = {
  url: string;
  description: string | null;
  /** Null: messages of every type. */
  types: string[] | null;
};

type WithSecret = { endpoint: WebhookEndpoint; secret: string };

const tooMany = refuse({ code: "too_many_webhook_endpoints", limit: mostEnabledEndpoints } satisfies Refusal);
const attempts = 3;

/** An enabled endpoint of the actor's mode. Its secret is told in this answer only. */
export async function createWebhookEndpoint(ctx: Context, input: EndpointInput): Promise<Result<WithSecret, Refusal>> {
  const problem = await ctx.outside.findReceiverProblem(input.url);
  if (problem !== null) return refuse({ code: "webhook_url_not_allowed", reason: problem });
  const id = ctx.newId("whe");
  const { kid, secret } = newSecret(ctx, { id, version: 1 });
  const endpoint: WebhookEndpoint = {
    ...input,
    id,
    mode: ctx.actor.mode,
    status: "enabled",
    disabledReason: null,
    disabledAtMs: null,
    secretKid: kid,
    secretVersion: 1,
    previousKid: null,
    previousUntilMs: null,
    failingSinceMs: null,
    createdAtMs: ctx.nowMs,
    updatedAtMs: ctx.nowMs,
  };
  const audit = describeChange(ctx, "webhook_endpoint.created", id, { types: input.types });
  try {
    await commitNewWebhookEndpoint(ctx.db, { endpoint, most: mostEnabledEndpoints }, audit);
  } catch (error) {
    if (violatedConstraint(error) === "facts_stale") return tooMany;
    throw error;
  }
  return ok({ endpoint, secret });
}

type EndpointFields = { [F in keyof EndpointInput]?: EndpointInput[F] | undefined } & {
  status?: WebhookEndpoint["status"] | undefined;
};

/** Changes an endpoint. One that is enabled again starts without a past; what became dead meanwhile stays dead. */
export async function changeWebhookEndpoint(
  ctx: Context,
  { id, fields }: { id: string; fields: EndpointFields },
): Promise<Result<WebhookEndpoint, Refusal>> {
  const problem = fields.url === undefined ? null : await ctx.outside.findReceiverProblem(fields.url);
  if (problem !== null) return refuse({ code: "webhook_url_not_allowed", reason: problem });
  return whileEndpointChanges(ctx, id, async (endpoint) => {
    const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
    const changed = changedFields(endpoint, given);
    if (Object.keys(changed).length === 0) return ok(endpoint);
    const set = { ...changed, ...whatStatusBrings(changed.status, ctx.nowMs), updatedAtMs: ctx.nowMs };
    const most = changed.status === "enabled" ? mostEnabledEndpoints : null;
    if (most !== null && (await countEnabledEndpoints(ctx.db, endpoint.mode)) >= most) return tooMany;
    const detail = { fields: nameFields(changed), ...(changed.status && { status: changed.status }) };
    await commit(ctx, { endpoint, set, most }, { action: "webhook_endpoint.changed", detail });
    return ok({ ...endpoint, ...set });
  });
}

/** Gives the next secret; the one before it signs beside it until the overlap is over. */
export async function rotateWebhookSecret(
  ctx: Context,
  { id, overlapHours }: { id: string; overlapHours: number },
): Promise<Result<WithSecret, Refusal>> {
  return whileEndpointChanges(ctx, id, async (endpoint) => {
    const { kid, secret } = newSecret(ctx, { id, version: endpoint.secretVersion + 1 });
    const set = { ...rotateSecret(endpoint, { kid, overlapHours, nowMs: ctx.nowMs }), updatedAtMs: ctx.nowMs };
    const detail = { overlap_hours: overlapHours };
    await commit(ctx, { endpoint, set, most: null }, { action: "webhook_endpoint.secret_rotated", detail });
    return ok({ endpoint: { ...endpoint, ...set }, secret });
  });
}

function newSecret({ signing }: Context, of: { id: string; version: number }): { kid: string; secret: string } {
  const derived = deriveSecret(signing, of);
  if (derived === null) throw new Error("the newest signing key derives no secret");
  return derived;
}

function whatStatusBrings(status: WebhookEndpoint["status"] | undefined, nowMs: number): Partial<WebhookEndpoint> {
  if (status === undefined) return {};
  if (status === "disabled") return { disabledReason: "by_hand", disabledAtMs: nowMs };
  return { disabledReason: null, disabledAtMs: null, failingSinceMs: null };
}

async function commit(
  ctx: Context,
  change: EndpointChange,
  { action, detail }: { action: string; detail: Record<string, unknown> },
): Promise<void> {
  await commitEndpointChange(ctx.db, change, describeChange(ctx, action, change.endpoint.id, detail));
}

/** Reads the endpoint and changes it; anew when somebody else did in between, or took the last room. */
async function whileEndpointChanges<T>(
  ctx: Context,
  id: string,
  change: (endpoint: WebhookEndpoint) => Promise<Result<T, Refusal>>,
): Promise<Result<T, Refusal>> {
  const isRace = (error: unknown) => violatedConstraint(error) === "facts_stale";
  return retryRaces({ name: ctx.requestId, attempts, isRace }, async () => {
    const endpoint = await findWebhookEndpoint(ctx.db, ctx.actor.mode, id);
    return endpoint === null ? refuse({ code: "not_found", what: "webhook endpoint" }) : change(endpoint);
  });
}
