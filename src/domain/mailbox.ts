/** Who writes or is written to: `Bouquet <hello@example.com>`. */
export type Mailbox = { name: string | null; email: string };

/** Plain addresses only: no quoted local parts, no comments, no line breaks, which headers would trip over. */
const address =
  /^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z0-9-]{2,63}$/;

export function isEmailAddress(text: string): boolean {
  return text.length <= 254 && address.test(text);
}

/** Null for whatever is no mailbox. */
export function parseMailbox(text: string): Mailbox | null {
  const named = /^([^<>"\p{Cc}]{1,100})<([^<>]+)>$/u.exec(text.trim());
  const [name, email] = named === null ? [null, text.trim()] : [named[1]?.trim() ?? "", named[2] ?? ""];
  return isEmailAddress(email) ? { name: name === "" ? null : name, email } : null;
}

/** As a header has it. A name goes in quotation marks, whose like it must not hold. */
export function writeMailbox({ name, email }: Mailbox): string {
  const words = (name ?? "").replace(/["\\<>\p{Cc}]/gu, "").trim();
  return words === "" ? email : `"${words}" <${email}>`;
}
