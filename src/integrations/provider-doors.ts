import type { ProviderDoors, ProviderSecrets } from "#domain/provider-door";
import { openStripeDoor } from "#integrations/stripe-door";
import { openWhopDoor } from "#integrations/whop-door";

export function openProviderDoors({ stripe, whop }: ProviderSecrets): ProviderDoors {
  return { stripe: openStripeDoor(stripe), whop: openWhopDoor(whop) };
}
