import * as z from "zod";

/** Paging is the same for every list: newest first, an opaque cursor, 1 to 100 a page. */
export const pageQuery = {
  limit: z.coerce.number<string>().int().min(1).max(100).default(25),
  cursor: z
    .string()
    .max(200)
    .transform((cursor, refinement) => {
      const id = decodeCursor(cursor);
      if (id === null) refinement.addIssue({ code: "custom", message: "is not a cursor of this API" });
      return id ?? z.NEVER;
    })
    .optional(),
};

export type Page<T> = { items: T[]; nextCursor: string | null };

export function pageOf<S extends z.ZodType>(item: S) {
  return z.strictObject({
    data: z.array(item),
    next_cursor: z
      .string()
      .nullable()
      .meta({ description: "Give it as `cursor` for the next page; null on the last." }),
  });
}

/** A page from `limit + 1` rows: the one too many only says that there is more. */
export function showPage<Row, Shown>(
  rows: Row[],
  limit: number,
  idOf: (row: Row) => string,
  show: (row: Row) => Shown,
) {
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    data: shown.map(show),
    next_cursor: rows.length > limit && last !== undefined ? encodeCursor(idOf(last)) : null,
  };
}

function encodeCursor(id: string): string {
  return btoa(`after:${id}`).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

function decodeCursor(cursor: string): string | null {
  try {
    return /^after:([A-Za-z0-9_]{1,64})$/.exec(atob(cursor.replaceAll("-", "+").replaceAll("_", "/")))?.[1] ?? null;
  } catch {
    return null;
  }
}
