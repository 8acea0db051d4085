import fc from "fast-check";
import type { EventOccasion, Rule } from "#domain/program";
import { attributionModels } from "#domain/program";
import { beginMs, storyOf } from "#support/event-stories";
import type { ModelDelivery, ModelInput, ModelParticipant } from "#support/reference-history";

/** A program, its people and everything that is reported about them, in no particular order. */
export type EventSet = ModelInput;

/**
 * Left out because the specification leaves them to commit order: two signups of one referee that
 * contradict each other, cycles, two amounts for one payment, "first" payment rules where a referee
 * has several payments, and facts about a person that change from event to event.
 */
export const eventSets: fc.Arbitrary<EventSet> = fc
  .record({
    paysOnce: fc.boolean(),
    model: fc.constantFrom(...attributionModels),
    referrers: fc.integer({ min: 2, max: 3 }),
    referees: fc.integer({ min: 1, max: 3 }),
  })
  .chain(({ paysOnce, model, referrers, referees }) => {
    const people = peopleOf(referrers, referees);
    return fc.record({
      document: fc.record({
        attribution: fc.constant({ model, window_days: 30 }),
        rules: fc.uniqueArray(ruleOf(paysOnce), { minLength: 1, maxLength: 3, selector: ({ key }) => key }),
      }),
      participants: fc.constant(people),
      deliveries: fc
        .tuple(...Array.from({ length: referees }, (_, index) => storyOf(index, people, paysOnce)))
        .map((stories) => stories.flat()),
    });
  });

/** Every delivery at least once, in any order, some again. */
export function ordersOf(set: EventSet): fc.Arbitrary<ModelDelivery[]> {
  const { deliveries } = set;
  if (deliveries.length === 0) return fc.constant([]);
  return fc
    .array(fc.constantFrom(...deliveries), { maxLength: deliveries.length })
    .chain((again) => fc.shuffledSubarray([...deliveries, ...again], { minLength: deliveries.length + again.length }));
}

/** Referrers with links of their own, one of them suspended; the first referee has a link too, so that chains form. */
function peopleOf(referrers: number, referees: number): ModelParticipant[] {
  const person = (externalId: string, index: number): ModelParticipant => ({
    externalId,
    kind: index === 1 ? "couple" : "supplier",
    email: `${externalId}@gmail.com`,
    organization: index === 0 ? "Lens Ltd" : null,
    status: index === 2 ? "suspended" : "active",
    code: `CODE-${externalId.toUpperCase()}`,
    linkCreatedAtMs: beginMs + index,
  });
  const owners = Array.from({ length: referrers }, (_, index) => person(`owner${index}`, index));
  return referees < 2 ? owners : [...owners, { ...person("person0", 3), email: "person0@example.org" }];
}

function ruleOf(paysOnce: boolean): fc.Arbitrary<Rule> {
  const occurrence = fc.constantFrom<EventOccasion["occurrence"]>(
    "first",
    "every",
    { every: true, at_most: 3 },
    { every: true, for_months: 12 },
  );
  const on = fc.oneof(
    {
      weight: 3,
      arbitrary: fc.record({
        event: fc.constant("payment" as const),
        occurrence: paysOnce
          ? occurrence
          : fc.constantFrom<EventOccasion["occurrence"]>("every", { every: true, at_most: 3 }),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        event: fc.constantFrom("signup" as const, "activated" as const),
        occurrence: fc.constant("first" as const),
      }),
    },
  );
  const grant = fc.oneof(
    {
      weight: 2,
      arbitrary: fc.record({
        to: side,
        kind: fc.constant("credit" as const),
        amount_minor: fc.constantFrom(1000, 333, 250, 3, 1),
        currency: fc.constantFrom("GBP", "JPY"),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        to: side,
        kind: fc.constant("free_month" as const),
        quantity: fc.integer({ min: 1, max: 2 }),
      }),
    },
  );
  return fc
    .record({
      key: fc.constantFrom("one", "two", "three"),
      on,
      verified: fc.constantFrom(true, false, false),
      flow: fc.option(fc.constant<Rule["flow"]>({ referrer: ["supplier"] }), { nil: undefined, freq: 4 }),
      atLeast: fc.option(fc.constantFrom(4, 4900), { nil: undefined, freq: 1 }),
      grant: fc.array(grant, { minLength: 1, maxLength: 2 }),
      reverse: fc.option(reversal, { nil: undefined, freq: 6 }),
      hold: fc.option(fc.constantFrom(3, 14), { nil: undefined, freq: 1 }),
      // Whose stay it is depends on which payment is known to pass.
      stayDays: paysOnce ? fc.option(fc.constant(30), { nil: undefined, freq: 1 }) : fc.constant(undefined),
    })
    .map(({ key, on: event, verified, flow, atLeast, grant: grants, reverse, hold, stayDays }): Rule => {
      const rule: Rule = { key, on: event, grant: grants };
      if (flow !== undefined) rule.flow = flow;
      if (hold !== undefined) rule.hold = { days: hold };
      const losing = event.event === "payment" ? reverse?.on : reverse?.on.filter((type) => departures.includes(type));
      if (reverse !== undefined && losing !== undefined && losing.length > 0) rule.reverse = { ...reverse, on: losing };
      if (event.event !== "payment") return rule;
      if (verified) rule.qualify = { verified };
      if (stayDays !== undefined) rule.qualify = { ...rule.qualify, stay_days: stayDays };
      if (atLeast !== undefined) {
        rule.when = { all: [{ gte: ["event.amount_minor", atLeast] }, { not: { eq: ["event.currency", "USD"] } }] };
      }
      return rule;
    });
}

const side = fc.constantFrom("referrer" as const, "referee" as const);

const departures = ["subscription_canceled", "churned"];

/** Mostly refunds; the other losses beside them. */
const reversal = fc.record({
  on: fc.constantFrom<NonNullable<Rule["reverse"]>["on"]>(
    ["refund"],
    ["refund", "dispute_lost"],
    ["refund", "subscription_canceled"],
    ["churned", "dispute_lost"],
  ),
  policy: fc.constantFrom("proportional" as const, "proportional" as const, "full" as const),
  within_days: fc.option(fc.constantFrom(1, 30), { nil: undefined, freq: 1 }),
});
