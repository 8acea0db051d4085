import type { Webhook } from "standardwebhooks";
import * as z from "zod";
import type { ProviderDoor, RawDelivery, SigningSecret, VerifiedDelivery } from "#domain/provider-door";
import { parseJson } from "#integrations/wire-shapes";

/** Standard Webhooks. The library allows 300 seconds of difference between the clocks. */
const headerNames = ["webhook-id", "webhook-timestamp", "webhook-signature"];

export function openWhopDoor(secrets: readonly SigningSecret[]): ProviderDoor {
  return {
    isOpen: secrets.length > 0,
    verify: async (delivery) => verify(delivery, secrets),
    report: async (body) => (await import("#integrations/whop-events")).readWhopEvent(body),
  };
}

/** Whop's deliveries don't say whether they are of its sandbox: that is told by the secret alone. */
async function verify({ body, header }: RawDelivery, secrets: readonly SigningSecret[]): Promise<VerifiedDelivery> {
  const headers = Object.fromEntries(headerNames.map((name) => [name, header(name) ?? ""]));
  if (Object.values(headers).includes("")) return { isVerified: false, flaw: "header_missing" };
  const { Webhook } = await import("standardwebhooks");
  const signer = secrets.find(({ secret }) => keysOf(secret, Webhook).some((key) => isSigned(key, body, headers)));
  if (signer === undefined) return { isVerified: false, flaw: "not_verified" };
  const id = deliveryId.safeParse(headers["webhook-id"]);
  const event = envelope.safeParse(parseJson(body));
  if (!id.success || !event.success) return { isVerified: false, flaw: "not_understood" };
  return { isVerified: true, envelope: { mode: signer.mode, deliveryId: id.data, type: event.data.type } };
}

type Key = Pick<Webhook, "verify">;

/** Whop signs with the letters of its secret (`ws_…`) as they stand; a `whsec_…` is in base64 by the standard. */
function keysOf(secret: string, Standard: typeof Webhook): Key[] {
  const asWritten = new Standard(secret, { format: "raw" });
  if (!secret.startsWith("whsec_")) return [asWritten];
  try {
    return [asWritten, new Standard(secret)];
  } catch {
    return [asWritten];
  }
}

function isSigned(key: Key, body: string, headers: Record<string, string>): boolean {
  try {
    key.verify(body, headers, { jsonParse: false });
    return true;
  } catch {
    return false;
  }
}

const deliveryId = z.string().regex(/^[\w-]{1,100}$/);
const envelope = z.looseObject({ type: z.string().regex(/^[\w.]{1,100}$/) });
