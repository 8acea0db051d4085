const symbols = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const idLength = 16;
const poolSize = 256 * idLength;

/** 96 random bits as 16 symbols that are safe in cookies and addresses; drawn in bulk, because each draw costs. */
export function createVisitorIds(): () => string {
  const pool = new Uint8Array(poolSize);
  let next = poolSize;
  return () => {
    if (next === poolSize) {
      crypto.getRandomValues(pool);
      next = 0;
    }
    let id = "";
    for (const end = next + idLength; next < end; next += 1) id += symbols[(pool[next] ?? 0) & 63];
    return id;
  };
}

/** The value of one cookie in a `Cookie` header; null when it is not there. */
export function readCookie(header: string | null, name: string): string | null {
  if (header === null) return null;
  const wanted = `${name}=`;
  for (let from = 0; ;) {
    const at = header.indexOf(wanted, from);
    if (at < 0) return null;
    if (at === 0 || header[at - 1] === " " || header[at - 1] === ";") {
      const end = header.indexOf(";", at);
      return header.slice(at + wanted.length, end < 0 ? undefined : end).trim();
    }
    from = at + wanted.length;
  }
}
