import * as z from "zod";
import type { Mode } from "#domain/mode";
import type { ProviderDoor, RawDelivery, SigningSecret, VerifiedDelivery } from "#domain/provider-door";
import { parseJson } from "#integrations/wire-shapes";

const toleranceSeconds = 300;

export function openStripeDoor(secrets: readonly SigningSecret[]): ProviderDoor {
  return {
    isOpen: secrets.length > 0,
    verify: async (delivery) => verify(delivery, secrets),
    // Evaluated when the first delivery is worked on: the rest of the API has no use for it.
    report: async (body) => (await import("#integrations/stripe-events")).readStripeEvent(body),
  };
}

async function verify({ body, header }: RawDelivery, secrets: readonly SigningSecret[]): Promise<VerifiedDelivery> {
  const signature = header("stripe-signature");
  if (signature === undefined || signature === "") return { isVerified: false, flaw: "header_missing" };
  const modes = await modesThatSigned(body, signature, secrets);
  if (modes.length === 0) return { isVerified: false, flaw: "not_verified" };
  const event = envelope.safeParse(parseJson(body));
  if (!event.success) return { isVerified: false, flaw: "not_understood" };
  const { id: deliveryId, type, livemode } = event.data;
  const mode = livemode ? "live" : "test";
  return modes.includes(mode)
    ? { isVerified: true, envelope: { mode, deliveryId, type } }
    : { isVerified: false, flaw: "wrong_mode" };
}

async function modesThatSigned(body: string, signature: string, secrets: readonly SigningSecret[]): Promise<Mode[]> {
  // 33 KB that most requests have no use for.
  const { Stripe } = await import("stripe");
  const checked = await Promise.all(
    secrets.map(async ({ mode, secret }) => {
      try {
        await Stripe.webhooks.constructEventAsync(body, signature, secret, toleranceSeconds);
        return [mode];
      } catch {
        return [];
      }
    }),
  );
  return checked.flat();
}

const envelope = z.looseObject({
  id: z.string().regex(/^[\w-]{1,100}$/),
  type: z.string().regex(/^[\w.]{1,100}$/),
  livemode: z.boolean(),
});
