import type { OwnBy } from "#http/contract/operation";
import type { Middleware } from "#http/ground";
import { refusalResponse } from "#http/problem";

/** No id: a list of what it has is empty, like that of any id that is not there. */
const nobody = "-";

/**
 * Keeps a participant to what is his own, before anything is looked up: another's id in the path is one that is not
 * there, and a list is his own as if he had asked for it. Keys pass.
 */
export function keepToOwn(own: OwnBy): Middleware {
  return async (c, next) => {
    const { actor, requestId } = c.var.ctx;
    if (actor.type !== "participant") return next();
    if (own.by === "param" && c.req.param(own.name) !== actor.id)
      return refusalResponse({ code: "not_found", what: "participant" }, requestId);
    if (own.by === "filter") {
      const url = new URL(c.req.url);
      const isOwn = url.searchParams.getAll(own.name).every((asked) => asked === actor.id);
      url.searchParams.set(own.name, isOwn ? actor.id : nobody);
      // Before the query is read, so that it is validated and answered like one that was sent so.
      c.req.raw = new Request(url, c.req.raw);
    }
    return next();
  };
}
