import fc from "fast-check";
import { dayMs } from "#domain/day";
import type { ReportedEvent } from "#domain/event";
import type { ModelDelivery, ModelParticipant, ModelTouch } from "#support/reference-history";

const minuteMs = 60_000;
/** Signups come 60 days later; everything has happened long before it is received. */
export const beginMs = Date.UTC(2026, 0, 5, 9);
export const receiptMs = beginMs + 365 * dayMs;
/** The program's name in events that name it; the runner puts the real one in. */
export const programName = "program";

type Referee = NonNullable<ReportedEvent["referee"]>;
type Story = { name: string; referee: Referee; signedUpAtMs: number };

/** Everything that is reported about one referee. */
export function storyOf(index: number, people: ModelParticipant[], paysOnce: boolean): fc.Arbitrary<ModelDelivery[]> {
  const name = `person${index}`;
  const email = fc.constantFrom(
    `${name}@example.org`,
    `${name}@example.org`,
    `${name}@example.org`,
    "O.wner0+two@Gmail.com",
  );
  return fc
    .record({
      signedUpAtMs: fc.constantFrom(60, 61, 75).map((day) => beginMs + day * dayMs),
      email: index === 0 ? fc.constant(`${name}@example.org`) : email,
      accountAgeMs: fc.option(fc.constantFrom(0, dayMs, dayMs + 1, 20 * dayMs), { nil: undefined, freq: 1 }),
      // The first referee is a participant already: what is known of him does not change.
      organization: index === 0 ? fc.constant(undefined) : fc.constantFrom(undefined, undefined, undefined, "Lens Ltd"),
    })
    .chain(({ signedUpAtMs, accountAgeMs, organization, ...rest }) => {
      const account = accountAgeMs === undefined ? {} : { createdAtMs: signedUpAtMs - accountAgeMs };
      const referee = {
        externalId: name,
        kind: "supplier",
        ...rest,
        ...account,
        ...(organization && { organization }),
      };
      const story = { name, referee, signedUpAtMs };
      const codes = people.filter(({ externalId }) => externalId !== "person0" || index > 0).map(({ code }) => code);
      return fc
        .tuple(
          signups(story, codes),
          steps(story),
          fc
            .array(paymentOf(), { minLength: paysOnce ? 1 : 0, maxLength: paysOnce ? 1 : 3, size: "max" })
            .map((all) => all.flatMap((payment, nth) => paymentReports(story, nth, payment))),
        )
        .map((parts) => parts.flat());
    });
}

/** One signup with evidence, perhaps reported by two sources, and perhaps one without any. */
function signups(story: Story, codes: string[]): fc.Arbitrary<ModelDelivery[]> {
  const { name, referee, signedUpAtMs } = story;
  const code = fc.constantFrom(...codes, ...codes, "CODE-NOBODY");
  const age = fc.constantFrom(
    -minuteMs,
    0,
    minuteMs,
    dayMs,
    7 * dayMs,
    14 * dayMs,
    30 * dayMs - 1,
    30 * dayMs,
    40 * dayMs,
  );
  const journey = fc.uniqueArray(fc.record({ code, atMs: age.map((ms) => signedUpAtMs - ms) }), {
    maxLength: 7,
    size: "max",
    selector: ({ atMs }) => atMs,
  });
  return fc
    .record({
      evidence: fc.constantFrom(
        "typed",
        "typed over journey",
        "journey",
        "journey",
        "journey",
        "url",
        "url and journey",
        "none",
      ),
      code,
      journey,
      sources: fc.integer({ min: 1, max: 2 }),
      organic: fc.option(fc.constantFrom(-3 * dayMs, dayMs), { nil: undefined, freq: 2 }),
      named: fc.boolean(),
    })
    .map(({ evidence, code, journey, sources, organic, named }) => {
      const withCode = evidence.startsWith("typed") || evidence.startsWith("url");
      const touches = evidence.endsWith("journey") ? journey : [];
      const codeSource = evidence.startsWith("typed") ? ("typed" as const) : ("url" as const);
      const base = { type: "signup" as const, referee, ...(named && { program: programName }) };
      return [
        ...Array.from({ length: sources }, (_, source) =>
          delivery(
            {
              ...base,
              id: `${name}-signup-${source}`,
              occurredAtMs: signedUpAtMs,
              ...(withCode && { code, codeSource }),
            },
            touches,
          ),
        ),
        ...(organic === undefined
          ? []
          : [delivery({ ...base, id: `${name}-organic`, occurredAtMs: signedUpAtMs + organic })]),
      ];
    });
}

function steps({ name, referee, signedUpAtMs }: Story): fc.Arbitrary<ModelDelivery[]> {
  const type = fc.constantFrom(
    "signup_started" as const,
    "trial_started" as const,
    "activated" as const,
    "activated" as const,
    "churned" as const,
    "subscription_canceled" as const,
  );
  const step = fc.record({ type, days: fc.constantFrom(-1, 1, 5, 40), named: fc.boolean() });
  return fc.array(step, { maxLength: 4, size: "max" }).map((all) =>
    all.map(({ type, days, named }, index) =>
      delivery({
        id: `${name}-${type}-${index}`,
        type,
        referee,
        occurredAtMs: signedUpAtMs + days * dayMs,
        ...(named && { program: programName }),
      }),
    ),
  );
}

type GeneratedPayment = {
  amountMinor: number;
  currency: string;
  source: "app" | "provider" | "both";
  day: number;
  laterMs: number;
  refunds: { share: number; named: boolean; withCurrency: boolean }[];
  disputes: ("dispute_opened" | "dispute_won" | "dispute_lost")[];
};

function paymentOf(): fc.Arbitrary<GeneratedPayment> {
  return fc.record({
    amountMinor: fc.constantFrom(10_000, 4900, 100, 15, 3, 1),
    currency: fc.constantFrom("GBP", "GBP", "JPY", "USD"),
    source: fc.constantFrom("app", "provider", "both", "both"),
    day: fc.constantFrom(-2, 2, 30, 200),
    laterMs: fc.constantFrom(-5000, 0, 5000),
    refunds: fc.array(
      fc.record({ share: fc.constantFrom(0, 1, 1, 2, 3), named: fc.boolean(), withCurrency: fc.boolean() }),
      { maxLength: 3, size: "max" },
    ),
    disputes: fc.constantFrom<GeneratedPayment["disputes"]>(
      [],
      [],
      [],
      ["dispute_opened"],
      ["dispute_opened", "dispute_won"],
      ["dispute_opened", "dispute_lost"],
      ["dispute_lost"],
    ),
  });
}

function paymentReports(
  { name, referee, signedUpAtMs }: Story,
  nth: number,
  payment: GeneratedPayment,
): ModelDelivery[] {
  const { amountMinor, currency, source, day, laterMs, refunds, disputes } = payment;
  const paymentRef = `${name}-order-${nth}`;
  const occurredAtMs = signedUpAtMs + day * dayMs;
  const about = { type: "payment" as const, paymentRef, amountMinor, currency, referee };
  const reports: ModelDelivery[] = [];
  if (source !== "provider") reports.push(delivery({ ...about, id: `${paymentRef}-app`, occurredAtMs }));
  if (source !== "app") {
    const event = { ...about, id: `${paymentRef}-provider`, occurredAtMs: occurredAtMs + laterMs };
    reports.push({ ...delivery(event), verified: true });
  }
  return [
    ...reports,
    ...refunds.map(({ share, named, withCurrency }, index) =>
      delivery({
        id: `${paymentRef}-refund-${index}`,
        type: "refund",
        paymentRef,
        occurredAtMs: occurredAtMs + (index - 1) * dayMs,
        ...(share > 0 && { amountMinor: Math.ceil((amountMinor * share) / 4) }),
        ...(named && { referee }),
        ...(withCurrency && { currency }),
      }),
    ),
    ...disputes.map((type, index) =>
      delivery({
        id: `${paymentRef}-${type}`,
        type,
        paymentRef,
        disputeId: `${paymentRef}-dispute`,
        occurredAtMs: occurredAtMs + (index + 1) * dayMs,
      }),
    ),
  ];
}

function delivery(event: ModelDelivery["event"], touches: ModelTouch[] = []): ModelDelivery {
  return { event, verified: false, touches };
}
