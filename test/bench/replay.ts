import { performance } from "node:perf_hooks";
import walletBonus from "#presets/wallet-bonus" with { type: "json" };
import { dayMs } from "#domain/day";
import { createNewId } from "#domain/id";
import type { Participant } from "#domain/participant";
import type { ProgramDocument } from "#domain/program";
import { recordInWorld } from "#domain/replay";
import { passTime } from "#domain/replay-time";
import { openWorld } from "#domain/replay-world";
import type { World } from "#domain/replay-world";

const referees = 500;
const paymentsEach = 9;
const startMs = Date.UTC(2026, 0, 1);
const stepMs = dayMs / 20;

/** Every payment earns, is held and expires, so that time has as much to do as the events. */
const document = {
  ...walletBonus,
  rules: [
    {
      key: "every",
      on: { event: "payment", occurrence: "every" },
      grant: [{ to: "referrer", kind: "credit", amount_minor: 1000, currency: "USD" }],
      hold: { days: 14 },
      expires_days: 60,
      limit: [{ per: "referrer", max: 100, window: "calendar_month" }],
      reverse: { on: ["refund"], policy: "proportional" },
    },
    {
      key: "third",
      on: { count: { every: 3 } },
      qualify: { stay_days: 10 },
      grant: [{ to: "referrer", kind: "credit", amount_minor: 3000, currency: "USD" }],
    },
  ],
} as ProgramDocument;

/** Replays 5,000 events, a signup and nine payments of each of 500 people whom ten referred, and prints how long that took. */
function main(): void {
  for (let run = 1; run <= 5; run++) {
    const before = performance.now();
    const world = replay();
    const ms = performance.now() - before;
    const { events, rewards } = world;
    console.log(
      `run ${run}: ${Math.round(ms)} ms, ${events.rows.size} events, ${rewards.rows.size} rewards, ${world.steps.length} steps`,
    );
  }
}

function replay(): World {
  const owners = Array.from({ length: 10 }, (_, index) => owner(index));
  const links = owners.map(({ id, externalId }) => ({
    id: `lnk_${externalId}`,
    programId: "prg_1",
    participantId: id,
    code: externalId.toUpperCase(),
    campaign: null,
    status: "active" as const,
    expiresAtMs: Number.MAX_SAFE_INTEGER,
    createdAtMs: 0,
  }));
  const program = {
    id: "prg_1",
    mode: "live",
    key: "program",
    status: "active",
    currentVersion: 1,
    clockMs: null,
  } as const;
  const world = openWorld({
    programs: [{ ...program, versions: [{ version: 1, document, publishedAtMs: 0 }] }],
    participants: owners,
    links: new Map(links.map((link) => [link.code, link])),
  });
  let ids = 0;
  const newId = createNewId(0, () => String(ids++));
  let clockMs = startMs;
  for (let index = 0; index < referees * (1 + paymentsEach); index++) {
    const nowMs = startMs + index * stepMs;
    passTime(world, { fromMs: clockMs, untilMs: nowMs, newId });
    clockMs = nowMs;
    recordInWorld(world, delivery(index), { nowMs, newId });
  }
  passTime(world, { fromMs: clockMs, untilMs: clockMs + 365 * dayMs, newId });
  return world;
}

function delivery(index: number) {
  const person = index % referees;
  const isSignup = index < referees;
  const code = `OWNER${person % 10}`;
  const event = {
    id: `e${index}`,
    referee: { kind: "supplier", externalId: `person${person}` },
    ...(isSignup
      ? { type: "signup" as const, code, codeSource: "typed" as const }
      : { type: "payment" as const, paymentRef: `p${index}`, amountMinor: 4900, currency: "USD" }),
  };
  const evidence = { typedCode: isSignup ? code : null, urlCode: null, touches: null };
  const codes = isSignup ? [code] : [];
  const readable = {
    mode: "live" as const,
    contentHash: event.id,
    evidence,
    journeyProgramId: null,
    visitorId: null,
    codes,
  };
  return { event, readable, verified: true, actor: "key:key_bench" };
}

function owner(index: number): Participant {
  return {
    id: `ptc_owner${index}`,
    mode: "live",
    kind: "supplier",
    externalId: `owner${index}`,
    name: null,
    email: null,
    normalizedEmail: null,
    organization: null,
    category: null,
    location: null,
    status: "active",
    paymentFingerprint: null,
    registeredAtMs: null,
  };
}

main();
