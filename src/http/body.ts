import * as z from "zod";
import { findRepeatedKey } from "#domain/json-keys";
import type { Refusal } from "#domain/refusal";
import { ok, refuse } from "#domain/result";
import type { Result } from "#domain/result";
import type { Middleware } from "#http/ground";
import { refusalResponse } from "#http/problem";

const defaultLimitBytes = 64 * 1024;
const maxDepth = 32;

/**
 * Lets a body through to the validator when it says that it is JSON, is not too long, and is UTF-8. Where it may be left
 * out, a request that says nothing of a type and brings nothing gets through too: the validator reads it as `{}`.
 */
export function guardBody(limitBytes = defaultLimitBytes, mayBeLeftOut = () => false): Middleware {
  return keepText(async (request) => {
    if (isJson(request)) return refuseRepeated(await readText(request, { limitBytes, ignoreBOM: false }));
    const isBare = !request.headers.has("content-type") && !request.headers.has("content-encoding");
    const bytes = isBare && mayBeLeftOut() ? await readAtMost(request, limitBytes) : null;
    return bytes?.length === 0 ? ok("") : refuse({ code: "unsupported_media_type" });
  });
}

/** Lets a body through as it came, with a byte order mark if it has one. What it says of its type counts for nothing. */
export function guardRawBody(limitBytes = defaultLimitBytes): Middleware {
  return keepText(async (request) => readText(request, { limitBytes, ignoreBOM: true }));
}

function keepText(read: (request: Request) => Promise<Result<string, Refusal>>): Middleware {
  return async (c, next) => {
    const text = await read(c.req.raw);
    if (!text.ok) return refusalResponse(text.refusal, c.var.requestId);
    // Where Hono looks for a body that was read already; `c.req.json()` parses this very text.
    Object.assign(c.req.bodyCache, { text: Promise.resolve(text.value) });
    return next();
  };
}

/**
 * Stands before every schema of a body. Schemas recurse and skip `__proto__`, and SQLite ends texts at NUL:
 * what would get past them is found here, without recursion.
 */
export const safeJson = z.unknown().superRefine((root, refinement) => {
  const unsafe = findUnsafePart(root);
  if (unsafe !== null) refinement.addIssue({ code: "custom", ...unsafe });
});

function refuseRepeated(text: Result<string, Refusal>): Result<string, Refusal> {
  const key = text.ok ? findRepeatedKey(text.value) : null;
  if (key === null) return text;
  // The key is the caller's and may be anything: it is not told back.
  return refuse({ code: "invalid_request", issues: [{ path: "", message: "has a key twice in one object" }] });
}

async function readText(
  request: Request,
  { limitBytes, ignoreBOM }: { limitBytes: number; ignoreBOM: boolean },
): Promise<Result<string, Refusal>> {
  const bytes = await readAtMost(request, limitBytes);
  if (bytes === null) return refuse({ code: "payload_too_large", limitBytes });
  try {
    return ok(new TextDecoder("utf-8", { fatal: true, ignoreBOM }).decode(bytes));
  } catch {
    return refuse({ code: "invalid_request", issues: [{ path: "", message: "is not valid UTF-8" }] });
  }
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
    // Leaving the loop cancels what is left of the body.
    if (length > limitBytes) return null;
    chunks.push(chunk);
  }
  const bytes = new Uint8Array(length);
  chunks.reduce((offset, chunk) => (bytes.set(chunk, offset), offset + chunk.byteLength), 0);
  return bytes;
}

type Path = (string | number)[];

function findUnsafePart(root: unknown): { path: Path; message: string } | null {
  const open: { value: unknown; path: Path }[] = [{ value: root, path: [] }];
  for (let part = open.pop(); part !== undefined; part = open.pop()) {
    const { value, path } = part;
    if (typeof value === "string" && !isCleanText(value))
      return { path, message: "has NUL or a broken surrogate pair" };
    if (value === null || typeof value !== "object") continue;
    if (path.length >= maxDepth) return { path: [], message: `is nested more than ${maxDepth} deep` };
    for (const [key, inner] of Object.entries(value)) {
      if (key === "__proto__" || !isCleanText(key)) return { path, message: "has a key that is not allowed" };
      open.push({ value: inner, path: [...path, Array.isArray(value) ? Number(key) : key] });
    }
  }
  return null;
}

function isCleanText(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0");
}
