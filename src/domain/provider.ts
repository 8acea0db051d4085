import type { ReportedEvent } from "#domain/event";

/** Billing providers whose signed deliveries are taken. */
export const providers = ["stripe", "whop"] as const;
export type Provider = (typeof providers)[number];

export const deliveryStatuses = ["pending", "applied", "ignored", "unmapped", "refused"] as const;
export type DeliveryStatus = (typeof deliveryStatuses)[number];

/** How a delivery names somebody: by our id, by the main app's kind and id, or by the main app's id alone. */
export type PersonReference =
  | { by: "id"; id: string }
  | { by: "key"; kind: string; externalId: string }
  | { by: "bare"; externalId: string };

/** What a delivery says, in words that all providers share. */
export type DeliveryReport =
  /** `ignored`: nothing about a referral. `refused`: it should say something, and cannot be understood. */
  { outcome: "ignored" | "refused"; reason: string } | { outcome: "told"; told: Told };

export type Told = {
  customerId: string | null;
  /** Whom it names, the most telling first. */
  references: PersonReference[];
  /** The provider's ids of the one payment it is about, the most telling first. */
  paymentIds: string[];
  /** What the payment is called where nobody has called it otherwise; null: only what is known already says that. */
  paymentRef: string | null;
  /** What must be known before anything can be made of it. */
  needs: "referee" | "payment" | "nothing";
  facts: ToldFact[];
  /** Why nothing comes of it, where it tells no fact. */
  reason: string | null;
};

/** One fact for the engine; who and which payment come with the decision. */
export type ToldFact = Pick<
  ReportedEvent,
  "type" | "occurredAtMs" | "amountMinor" | "currency" | "plan" | "interval" | "disputeId"
> & {
  /** Names the fact where several deliveries tell the same one. */
  key?: string;
};

/** What a delivery that waits is taken up by. */
export const waitsForCustomer = (customerId: string) => `customer:${customerId}`;
export const waitsForPayment = (externalId: string) => `payment:${externalId}`;

/** What such a text waits for; null where it waits for nothing. */
export function readWaitsFor(text: string | null): { what: "customer" | "payment"; id: string } | null {
  const [, what, id] = /^(customer|payment):(.+)$/s.exec(text ?? "") ?? [];
  return (what === "customer" || what === "payment") && id !== undefined ? { what, id } : null;
}

const participantIdForm = /^ptc_\w{1,60}$/;
const keyForm = /^([a-z][a-z0-9_]{0,31}):(.+)$/s;
/** As the API takes the main app's ids. */
const externalIdForm = /^[^\p{Cc}]{1,128}$/u;

/** A text such as Stripe's client_reference_id: `ptc_…`, `kind:external_id` or an external id alone. */
export function readReferences(text: string | null | undefined): PersonReference[] {
  if (text === null || text === undefined || !isExternalId(text)) return [];
  if (participantIdForm.test(text)) return [{ by: "id", id: text }];
  const bare: PersonReference = { by: "bare", externalId: text };
  const [, kind, externalId] = keyForm.exec(text) ?? [];
  // An external id may have a colon of its own.
  return kind === undefined || externalId === undefined ? [bare] : [{ by: "key", kind, externalId }, bare];
}

/** Whom metadata name by `bouquet_participant`, or by `bouquet_kind` and `bouquet_external_id`. */
export function readMetadataReferences(...all: Metadata[]): PersonReference[] {
  return all.flatMap(({ bouquet_participant, bouquet_kind, bouquet_external_id }) => {
    const isKeyed = bouquet_kind !== undefined && bouquet_external_id !== undefined;
    return [
      ...(isKeyed ? readReferences(`${bouquet_kind}:${bouquet_external_id}`).filter(({ by }) => by === "key") : []),
      ...readReferences(bouquet_participant),
    ];
  });
}

export type Metadata = Readonly<Partial<Record<string, string>>>;

/** What metadata call the payment, when they give it a name that the API would take. */
export function readPaymentRef({ payment_ref: text }: Metadata): string | null {
  return text !== undefined && isExternalId(text) ? text : null;
}

/** SQLite and JSON have no text for half a surrogate pair. */
function isExternalId(text: string): boolean {
  return externalIdForm.test(text) && text.isWellFormed();
}
