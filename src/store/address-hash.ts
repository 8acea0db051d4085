import { normalizeEmail } from "#domain/participant";
import { sha256Hex } from "#store/digest";

/** Names a mailbox without telling it, however its owner writes it. */
export function addressHash(email: string): string {
  return sha256Hex(normalizeEmail(email));
}

/** As audit rows name it. */
export function addressObject(hash: string): string {
  return `email:${hash.slice(0, 12)}`;
}
