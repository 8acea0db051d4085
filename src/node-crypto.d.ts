/** The part of node:crypto that workerd has and we use; @types/node would change the types of timers. */
declare module "node:crypto" {
  type Hash = { update(text: string): Hash; digest(encoding: "hex" | "base64" | "base64url"): string };
  export function createHash(algorithm: "sha256"): Hash;
  export type KeyObject = { readonly type: "secret" };
  export function createSecretKey(key: string, encoding: "utf8"): KeyObject;
  export function createHmac(algorithm: "sha256", key: string | KeyObject): Hash;
}
