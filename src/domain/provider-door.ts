import type { Mode } from "#domain/mode";
import type { DeliveryReport, Provider } from "#domain/provider";

/** Why a delivery is not believed. Whoever signs rightly never sees one of these. */
export type SignatureFlaw = "header_missing" | "not_verified" | "wrong_mode";

/** A delivery as it came: its body byte for byte, and its headers by name. */
export type RawDelivery = { body: string; header: (name: string) => string | undefined };

/** What a signed delivery says of itself. */
export type DeliveryEnvelope = { mode: Mode; deliveryId: string; type: string };

export type VerifiedDelivery =
  | { isVerified: true; envelope: DeliveryEnvelope }
  | { isVerified: false; flaw: SignatureFlaw }
  /** Signed rightly, and still nothing that the provider would send. */
  | { isVerified: false; flaw: "not_understood" };

/** Reads what a provider sends. Whatever is sent is a value; nothing throws. */
export type ProviderDoor = {
  /** Whether a signing secret is configured. */
  isOpen: boolean;
  verify: (delivery: RawDelivery) => Promise<VerifiedDelivery>;
  report: (body: string) => Promise<DeliveryReport>;
};

export type ProviderDoors = Record<Provider, ProviderDoor>;

/** A signing secret and the mode of what it signs. Several of one mode all verify, so that one can be replaced. */
export type SigningSecret = { mode: Mode; secret: string };
export type ProviderSecrets = Record<Provider, readonly SigningSecret[]>;
