import { env } from "cloudflare:workers";
import type { Context } from "#context";
import { packClicks } from "#domain/click-log";
import type { Click } from "#domain/click";
import { dayOf } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import { addTouch, encodeJourney, isRepeat } from "#domain/journey";
import type { Journey } from "#domain/journey";
import type { ProgramDocument } from "#domain/program";
import { createAgentClasses } from "#edge/agents";
import { codes, links } from "#schema/links";
import type { Corpus, Happening, Person } from "#bench/fraud-world/corpus";
import { createReferrer, engineContext, publishProgram, record } from "#support/engine";

const shard = "0-of-1";
const kind = "customer";
type Made<T extends Happening["type"]> = Happening & { type: T };
type Signup = Made<"signup">;

/**
 * Plays a corpus through the engine as it runs: clicks into the object that logs them, flushed before each report;
 * signups and payments as the main app would report them, when they happen. Refunds and the use of rewards are left out.
 */
export async function playCorpus(
  { people, happenings }: Corpus,
  { document, disposable }: { document: Partial<ProgramDocument>; disposable: ReadonlySet<string> },
): Promise<void> {
  const base = engineContext({ disposableDomains: async () => disposable });
  const ctx: Context = { ...base, platform: { ...base.platform, shards: [shard] } };
  const { programId } = await publishProgram(ctx, document);
  const persons = new Map(people.map((person) => [person.id, person]));
  const signups = happenings.filter((one) => one.type === "signup");
  const referrerIds = new Set(happenings.flatMap((one) => ("referrerId" in one ? [one.referrerId] : [])));
  const codeOf = new Map([...referrerIds].map((id, index) => [id, `CODE${index + 1000}`]));
  const signsUp = new Set(signups.map(({ refereeId }) => refereeId));
  for (const [id, code] of codeOf) if (!signsUp.has(id)) await enrol(ctx, programId, { ...personOf(id), code });

  const log = openClickLog(programId, (referrerId) => codeOf.get(referrerId) ?? "");
  for (const happening of happenings) {
    const now = { ...ctx, nowMs: happening.atMs };
    if (happening.type === "click") await log.click(happening);
    if (happening.type !== "signup" && happening.type !== "payment") continue;
    await log.flush(happening.atMs);
    if (happening.type === "payment") await record(now, paymentOf(happening));
    if (happening.type !== "signup") continue;
    await record(now, signupOf(now, happening));
    const code = codeOf.get(happening.refereeId);
    if (code !== undefined) await giveLink(now, { programId, externalId: happening.refereeId, code });
  }

  function personOf(id: string): Person {
    const person = persons.get(id);
    if (person === undefined) throw new Error(`nobody is ${id}`);
    return person;
  }

  function signupOf({ signing }: Context, { refereeId, referrerId, visitor, codeSource, atMs }: Signup): ReportedEvent {
    const { name, email, organization, registeredAtMs } = personOf(refereeId);
    const journey = log.journeyOf(visitor);
    return {
      ...{ id: `signup-${refereeId}`, type: "signup", occurredAtMs: atMs, code: codeOf.get(referrerId) },
      codeSource: codeSource === "typed" ? "typed" : "url",
      referee: {
        ...{ externalId: refereeId, kind, name, email },
        ...(organization !== null && { organization }),
        ...(registeredAtMs !== null && { createdAtMs: registeredAtMs }),
      },
      ...(journey !== null && { click: encodeJourney(signing, journey) }),
    };
  }

  function paymentOf({ refereeId, paymentRef, amountMinor, currency, atMs }: Made<"payment">): ReportedEvent {
    const card = personOf(refereeId).paymentFingerprint;
    return {
      ...{ id: `pay-${paymentRef}`, type: "payment", occurredAtMs: atMs, paymentRef, amountMinor, currency },
      referee: { externalId: refereeId, kind },
      ...(card !== null && { paymentFingerprint: card }),
    };
  }
}

/** Somebody who was there before everybody, with a link. */
async function enrol(ctx: Context, programId: string, { id, code, ...person }: Person & { code: string }) {
  const link = { code, createdAtMs: 0, expiresAtMs: Number.MAX_SAFE_INTEGER };
  await createReferrer(ctx, programId, id, { ...person, kind, externalId: id, createdAtMs: 0, link });
}

/** To somebody who has signed up and will refer. */
async function giveLink(
  { db, newId, nowMs }: Context,
  { programId, externalId, code }: { programId: string; externalId: string; code: string },
): Promise<void> {
  const owner = await env.DB.prepare("SELECT id FROM participants WHERE external_id = ?").bind(externalId).first("id");
  const id = newId("lnk");
  await db.batch([
    db.insert(links).values({
      ...{ id, mode: "live", programId, participantId: String(owner), code, isDefault: 1, channel: "link" },
      ...{ status: "active", expiresAtMs: Number.MAX_SAFE_INTEGER, createdAtMs: nowMs, updatedAtMs: nowMs },
    }),
    db.insert(codes).values({ code, linkId: id, createdAtMs: nowMs }),
  ]);
}

/** What the redirect does of a click: its kind, the journey that it leaves in the browser, and the group in the log. */
function openClickLog(programId: string, codeOf: (referrerId: string) => string) {
  const stub = env.CLICK_LOG.getByName(shard);
  const classOf = createAgentClasses();
  const journeys = new Map<string, Journey>();
  let group: Click[] = [];
  let groups = 0;
  const send = async (): Promise<void> => {
    const last = group.at(-1);
    if (last === undefined) return;
    const clicks = packClicks(group);
    group = [];
    groups += 1;
    await stub.append({ id: `clk_${groups}`, shard, clicks }, last.atMs + 150);
  };
  return {
    journeyOf: (visitor: string | null) => journeys.get(visitor ?? "") ?? null,
    async click({ atMs, visitor, referrerId, address, agent, via }: Made<"click">): Promise<void> {
      const code = codeOf(referrerId);
      const seen = {
        code,
        atMs,
        channel: "link" as const,
        class: classOf(agent),
        addressHash: `${address}@${dayOf(atMs)}`,
      };
      const before = journeys.get(visitor) ?? { programId, visitorId: visitor, touches: [] };
      const isHuman = seen.class === "human";
      const repeat = isHuman && isRepeat(before, code, atMs);
      if (isHuman && !repeat) journeys.set(visitor, addTouch(before, { code, atMs, channel: "link" }));
      group.push({ ...seen, repeat, visitorId: isHuman ? visitor : null, via: isHuman ? via : null });
      if (group.length >= 200) await send();
    },
    async flush(nowMs: number): Promise<void> {
      await send();
      await stub.flush(nowMs);
    },
  };
}
