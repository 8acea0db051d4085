/** Domains of throw-away mail, in lower case. */
export const disposableDomains: ReadonlySet<string> = new Set([
  ...["10minutemail.com", "guerrillamail.com", "mailinator.com", "maildrop.cc", "sharklasers.com"],
  ...["temp-mail.org", "tempmail.com", "throwawaymail.com", "trashmail.com", "yopmail.com"],
]);
