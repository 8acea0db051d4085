import type { Context } from "#context";
import { describeFault } from "#domain/fault";
import { inLanes } from "#domain/lanes";
import { ok, refuse } from "#domain/result";
import { findInboxEvent, listInboxEvents } from "#store/events";
import { tellTogether } from "#usecases/feed-boards";
import { recordEvent } from "#usecases/record-event";
import * as contract from "#http/contract/events";
import { showPage } from "#http/contract/page";
import { route } from "#http/mount";
import { parse } from "#http/parse";
import { describeRefusal, faultProblem } from "#http/problem";

const { showAnswer, showEvent } = contract;

/** Referees whose events are decided side by side: a Worker has six connections. */
const lanes = 6;

export const eventRoutes = [
  route(contract.recordEventOperation, async (ctx, { body }) => {
    const recorded = await recordEvent(ctx, body);
    return recorded.ok ? ok({ body: showAnswer(recorded.value) }) : recorded;
  }),

  route(contract.recordEventsOperation, async (ctx, { body }) => {
    const items = body.events.map((event, index) => ({ event: parse(contract.reportedEvent, event), index }));
    const queues = new Map<string, typeof items>();
    const keyOf = refereeKeys(items.flatMap(({ event }) => (event.ok ? [event.value] : [])));
    for (const item of items) {
      const key = item.event.ok ? keyOf(item.event.value) : `invalid ${item.index}`;
      queues.set(key, [...(queues.get(key) ?? []), item]);
    }
    const data: Awaited<ReturnType<typeof recordItem>>[] = [];
    // What follows from events asks the database too, and no request may ask for ever: first all are decided, then boards
    // are told together, then comes the rest.
    const later: (() => Promise<void>)[] = [];
    const afterwards = (work: () => Promise<void>) => void later.unshift(work);
    await tellTogether({ ...ctx, afterwards }, async (quiet) =>
      inLanes([...queues.values()], lanes, async ({ event, index }) => {
        data[index] = await recordItem(quiet, event);
      }),
    );
    ctx.afterwards(async () => doInTurn(ctx, later));
    return ok({ body: { data } });
  }),

  route(contract.listEventsOperation, async (ctx, { query }) => {
    const { limit, cursor, status, referee_id: refereeId, payment_ref: paymentRef } = query;
    const filter = { mode: ctx.actor.mode, status, refereeId, paymentRef, before: cursor, limit };
    const rows = await listInboxEvents(ctx.db, filter);
    return ok({ body: showPage("events", rows, { limit, placeOf: (row) => row.seq, show: showEvent }) });
  }),

  route(contract.getEventOperation, async (ctx, { params }) => {
    const event = await findInboxEvent(ctx.db, ctx.actor.mode, params.id);
    return event === null ? refuse({ code: "not_found", what: "event" }) : ok({ body: showEvent(event) });
  }),
];

/** One that fails keeps none of the others from its turn: jobs find what was left undone. */
async function doInTurn(ctx: Context, works: readonly (() => Promise<void>)[]): Promise<void> {
  for (const work of works) {
    try {
      await work();
    } catch (error) {
      ctx.log("error", "afterwards_failed", { operation: "recordEvents", error: describeFault(error) });
    }
  }
}

type Item = ReturnType<typeof parse<typeof contract.reportedEvent>>;
type Reported = Extract<Item, { ok: true }>["value"];

/** A fault of one event must not hide the answers of the others. */
async function recordItem(ctx: Context, event: Item) {
  try {
    const recorded = event.ok ? await recordEvent(ctx, event.value) : event;
    if (recorded.ok) return { status: 200 as const, answer: showAnswer(recorded.value) };
    const problem = describeRefusal(recorded.refusal, ctx.requestId);
    return { status: problem.status, problem };
  } catch (error) {
    ctx.log("error", "fault", { operation: "recordEvents", error: describeFault(error) });
    const problem = faultProblem(ctx.requestId);
    return { status: problem.status, problem };
  }
}

/** Whose event it is. A refund that names only its payment goes with the referee who paid it in this batch. */
function refereeKeys(events: Reported[]): (event: Reported) => string {
  const payers = new Map<string, string>();
  for (const event of events) {
    if (event.referee !== undefined && event.paymentRef !== undefined)
      payers.set(event.paymentRef, refereeKey(event.referee));
  }
  return ({ referee, paymentRef = "" }) =>
    referee === undefined ? (payers.get(paymentRef) ?? `payment ${paymentRef}`) : refereeKey(referee);
}

function refereeKey(referee: { kind: string; externalId: string }): string {
  return `referee ${referee.kind} ${referee.externalId}`;
}
