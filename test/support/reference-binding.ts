import { dayMs } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import { millionths, sharesLeft, splitExactly } from "#support/reference-arithmetic";
import type { ModelDelivery, ModelInput, ModelParticipant, ModelReferral } from "#support/reference-history";

/** Who referred whom, as the specification's section on binding and attribution has it. */
export type Bond = {
  referee: NonNullable<ReportedEvent["referee"]>;
  referrer: ModelParticipant;
  evidence: ModelReferral["evidence"];
  clickedAtMs: number | null;
  weights: [string, number][];
};

export function bind(input: ModelInput, deliveries: ModelDelivery[]): Bond[] {
  const bonds: Bond[] = [];
  for (const signup of deliveries.filter(({ event }) => event.type === "signup")) {
    const { referee } = signup.event;
    if (referee === undefined || bonds.some((bond) => bond.referee.externalId === referee.externalId)) continue;
    const bond = bondOf(input, signup, referee, bonds);
    if (bond !== null) bonds.push(bond);
  }
  return bonds;
}

/** "Evidence, strongest first": a typed code replaces the journey, a journey the code in the URL. */
function bondOf(input: ModelInput, { event, touches }: ModelDelivery, referee: Bond["referee"], bonds: Bond[]) {
  const owner = (code: string | undefined) => input.participants.find((participant) => participant.code === code);
  const mayRefer = (referrer: ModelParticipant) =>
    referrer.status === "active" && !isSamePerson(referrer, referee) && !isAbove(referee.externalId, referrer, bonds);
  // A code comes without a click; an account that is more than a day older than its use existed before.
  const isNew = event.occurredAtMs - (referee.createdAtMs ?? event.occurredAtMs) <= dayMs;
  const byCode = owner(event.code);
  const judge = (evidence: "typed" | "url"): Bond | null =>
    byCode !== undefined && isNew && mayRefer(byCode)
      ? { referee, referrer: byCode, evidence, clickedAtMs: null, weights: [[byCode.code, millionths]] }
      : null;
  if (event.codeSource === "typed" && byCode !== undefined && isNew) return judge("typed");
  if (touches.length === 0) return event.codeSource === "url" ? judge("url") : null;

  const windowMs = input.document.attribution.window_days * dayMs;
  const counted = touches
    .map(({ code, atMs }) => ({ atMs, referrer: owner(code) }))
    .filter((touch): touch is { atMs: number; referrer: ModelParticipant } => touch.referrer !== undefined)
    .filter(({ atMs }) => atMs <= event.occurredAtMs && event.occurredAtMs - atMs < windowMs)
    .filter(({ atMs }) => (referee.createdAtMs ?? atMs) >= atMs)
    .toSorted((a, b) => a.atMs - b.atMs);
  const eligible = counted.map(({ referrer }) => mayRefer(referrer));
  const { model } = input.document.attribution;
  const shares = sharesLeft(
    model,
    counted.map(({ atMs }) => atMs),
    eligible,
  );
  const referrer = heaviest(counted.map((touch, index) => ({ ...touch, share: shares[index] ?? 0n })));
  if (referrer === undefined) return null;
  const weights = splitExactly(millionths, shares);
  return {
    referee,
    referrer,
    evidence: "journey" as const,
    clickedAtMs: counted.find((touch) => touch.referrer === referrer)?.atMs ?? null,
    weights: counted.flatMap((touch, index): Bond["weights"] =>
      eligible[index] === true ? [[touch.referrer.code, weights[index] ?? 0]] : [],
    ),
  };
}

function isSamePerson(referrer: ModelParticipant, referee: Bond["referee"]): boolean {
  if (referrer.externalId === referee.externalId && referrer.kind === referee.kind) return true;
  if (referrer.organization !== null && referrer.organization === referee.organization) return true;
  return referrer.email !== null && referee.email !== undefined && mailbox(referrer.email) === mailbox(referee.email);
}

/** "Gmail dots, plus tags, case." */
function mailbox(email: string): string {
  const [name = "", host = ""] = email.toLowerCase().split("@");
  const [untagged = ""] = name.split("+");
  return `${host === "gmail.com" ? untagged.replaceAll(".", "") : untagged}@${host}`;
}

function isAbove(externalId: string, referrer: ModelParticipant, bonds: Bond[]): boolean {
  const parent = bonds.find((bond) => bond.referee.externalId === referrer.externalId)?.referrer;
  return parent !== undefined && (parent.externalId === externalId || isAbove(externalId, parent, bonds));
}

/** Of the whole share, not of the rounded weight: a tie is a tie, and goes to the earliest. */
function heaviest(touches: { referrer: ModelParticipant; share: bigint }[]): ModelParticipant | undefined {
  const totals = new Map<ModelParticipant, bigint>();
  for (const { referrer, share } of touches) totals.set(referrer, (totals.get(referrer) ?? 0n) + share);
  const most = [...totals.values()].reduce((a, b) => (a > b ? a : b), 1n);
  return [...totals].find(([, total]) => total === most)?.[0];
}
