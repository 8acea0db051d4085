import * as z from "zod";

/** Every list, and how the place is written at which one of its pages ends. */
const places = {
  assessments: /^asm_\w{1,60}$/,
  audit: /^\d{1,15}$/,
  deliveries: /^msg_\w{1,60}$/,
  endpoints: /^whe_\w{1,60}$/,
  // An id that a provider gave, written as in an address.
  customers: /^(?:[\w.!~*'()-]|%[2-7][0-9A-F]){1,384}$/,
  provider_deliveries: /^pdl_\w{1,60}$/,
  emails: /^eml_\w{1,60}$/,
  events: /^\d{1,15}$/,
  fraud_entries: /^fle_\w{1,60}$/,
  // A section and a place in it.
  export: /^(?:[a-z]+(?:_[a-z]+)*)\/\w{1,60}$/,
  fulfilments: /^rwd_\w{1,60}$/,
  job_runs: /^run_\w{1,60}$/,
  keys: /^key_\w{1,60}$/,
  members: /^mbr_\w{1,60}$/,
  // A month.
  leaders: /^\d{4}-\d{2}$/,
  // A rank, or for keys, which alone may see ids, a place among equals: conversions, when the first was, and an id.
  leaderboard: /^(?:\d{1,9}|\[\d{1,9},\d{1,15},"ptc_\w{1,60}"\])$/,
  links: /^lnk_\w{1,60}$/,
  participants: /^ptc_\w{1,60}$/,
  public_leaderboard: /^\d{1,9}$/,
  programs: /^prg_\w{1,60}$/,
  referrals: /^ref_\w{1,60}$/,
  // An id, in the order of scores with the score before it.
  reviews: /^(?:\d{1,7}\/)?rvw_\w{1,60}$/,
  rewards: /^rwd_\w{1,60}$/,
  // A hash.
  suppressions: /^[0-9a-f]{64}$/,
  transactions: /^txn_\w{1,60}$/,
  versions: /^\d{1,15}$/,
  // A time and an operation id.
  withdrawals: /^\d{1,15}\/[\x21-\x39\x3b-\x7f]{1,120}$/,
};
type List = keyof typeof places;

/** Paging is the same for every list, whatever its order: an opaque cursor, 1 to 100 a page. */
export function pageQuery(list: List) {
  return {
    limit: z.coerce.number<string>().int().min(1).max(100).default(25),
    cursor: z
      .string()
      .max(200)
      .transform((cursor, refinement) => {
        const place = decodeCursor(list, cursor);
        if (place === null) refinement.addIssue({ code: "custom", message: "is not a cursor of this list" });
        return place ?? z.NEVER;
      })
      .optional(),
  };
}

export function pageOf<S extends z.ZodType>(item: S) {
  return z.strictObject({
    data: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: "Give it as `cursor` for the next page; null on the last." }),
  });
}

type Paging<Row, Shown> = { limit: number; placeOf: (row: Row) => string | number; show: (row: Row) => Shown };

/** A page from `limit + 1` rows: the one too many only says that there is more. */
export function showPage<Row, Shown>(list: List, rows: Row[], { limit, placeOf, show }: Paging<Row, Shown>) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(show),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor(list, placeOf(last)) : null,
  };
}

/** A page of a list that is looked through: it may be short, even empty, and go on all the same. */
export function showStretch<Row, Shown>(
  list: List,
  { rows, next }: { rows: readonly Row[]; next: string | number | null },
  show: (row: Row) => Shown,
) {
  return { data: rows.map(show), next_cursor: next === null ? null : encodeCursor(list, next) };
}

/** With the list's name: a place in one list means nothing in another. */
function encodeCursor(list: List, place: string | number): string {
  return btoa(`${list}:${place}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decodeCursor(list: List, cursor: string): string | null {
  try {
    const [name, place = "", ...more] = atob(cursor.replaceAll("-", "+").replaceAll("_", "/")).split(":");
    return name === list && more.length === 0 && places[list].test(place) ? place : null;
  } catch {
    return null;
  }
}
