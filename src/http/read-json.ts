import type { Issue, Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";

const maxDepth = 32;

/** The body as JSON, or why it is none. Refuses before parsing what is too long, and after it what is too deep. */
export async function readJson(request: Request, limitBytes: number): Promise<Result<unknown, Refusal>> {
  if (!isJson(request)) return refuse({ code: "unsupported_media_type" });
  const bytes = await readAtMost(request, limitBytes);
  if (bytes === null) return refuse({ code: "payload_too_large", limitBytes });
  let value: unknown;
  try {
    value = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: false }).decode(bytes));
  } catch (error) {
    return refuseBody(error instanceof SyntaxError ? "is not valid JSON" : "is not valid UTF-8");
  }
  const issue = findUnsafePart(value);
  return issue === null ? ok(value) : refuse({ code: "invalid_request", issues: [issue] });
}

function isJson(request: Request): boolean {
  const type = request.headers.get("content-type") ?? "";
  return /^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(type) && !request.headers.has("content-encoding");
}

/** Null when there is more. The length header is not believed: what is read is counted. */
async function readAtMost(request: Request, limitBytes: number): Promise<Uint8Array | null> {
  if (Number(request.headers.get("content-length") ?? 0) > limitBytes) {
    await request.body?.cancel();
    return null;
  }
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength;
    if (length > limitBytes) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  chunks.reduce((offset, chunk) => (bytes.set(chunk, offset), offset + chunk.byteLength), 0);
  return bytes;
}

/**
 * Schemas recurse and skip `__proto__`, and SQLite ends texts at NUL: what would get past them is
 * found here, without recursion.
 */
function findUnsafePart(root: unknown): Issue | null {
  const open: { value: unknown; path: string; depth: number }[] = [{ value: root, path: "", depth: 0 }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { value, path, depth } = part;
    if (typeof value === "string" && !isCleanText(value))
      return { path, message: "has NUL or a broken surrogate pair" };
    if (value === null || typeof value !== "object") continue;
    if (depth >= maxDepth) return { path: "", message: `is nested more than ${maxDepth} deep` };
    for (const [key, inner] of Object.entries(value)) {
      if (key === "__proto__" || !isCleanText(key)) return { path, message: "has a key that is not allowed" };
      open.push({
        value: inner,
        path: Array.isArray(value) ? `${path}[${key}]` : joinPath(path, key),
        depth: depth + 1,
      });
    }
  }
  return null;
}

function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}

function joinPath(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}

function refuseBody(message: string): Result<never, Refusal> {
  return refuse({ code: "invalid_request", issues: [{ path: "", message }] });
}
