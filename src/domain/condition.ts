/** A literal or a list of them, as conditions compare with. */
export type Literal = string | number | boolean | null;

/** A closed expression over named facts (`event.amount_minor`); never evaluated as code. */
export type Condition =
  | { all: Condition[] }
  | { any: Condition[] }
  | { not: Condition }
  | { eq: [string, Literal] }
  | { ne: [string, Literal] }
  | { gt: [string, number] }
  | { gte: [string, number] }
  | { lt: [string, number] }
  | { lte: [string, number] }
  | { in: [string, Literal[]] };
