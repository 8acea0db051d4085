import { answerOf } from "./api.ts";
import type { Api, Schemas } from "./api.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type Person = { id: string; externalId: string; name: string };
export type Clicked = { status: number; token: string | null; cookie: string | null; location: string };

/** What happened, for whoever wants to look at how it ended. */
export type Story = {
  program: string;
  sarah: Person;
  olivia: Person;
  mike: Person;
  /** The first symbols of Sarah's QR code. */
  qrCode: string;
  scan: Clicked;
  secondClick: Clicked;
  signup: Schemas["EventAnswer"];
};

type Tell = (atMs: number, text: string) => void;

/**
 * Sarah and Mike (vector 20 of the specification): a QR code at a fair, another photographer's link a day
 * later, a signup, a trial after two weeks, a payment after thirty more days. Each run is a program of its own.
 */
export async function playStory(api: Api, tell: Tell): Promise<Story> {
  const run = Date.now().toString(36);
  const program = `story-${run}`;
  const clock = await openProgram(api, program);
  const person = (name: string, externalId: string) =>
    registerPhotographer(api, { name, externalId: `${externalId}-${run}` });
  const sarah = await person("Sarah", "sarah");
  const olivia = await person("Olivia", "olivia");
  const share = (owner: Person, channel: "qr" | "link") =>
    answerOf(api.client.POST("/v1/links", { body: { program, participant: owner.id, channel } }));
  const sarahsLink = await share(sarah, "qr");
  const oliviasLink = await share(olivia, "link");
  const qrCode = (await (await fetch(sarahsLink.qr_svg_url)).text()).slice(0, 4);
  tell(clock.nowMs, `Sarah, a photographer, hangs up ${sarahsLink.qr_svg_url} at a wedding fair.`);

  const scan = await click(api, sarahsLink.code, "qr", null);
  tell(clock.nowMs, `Mike scans it: ${scan.status} to ${withoutToken(scan.location)}`);

  await clock.advance(dayMs);
  const secondClick = await click(api, oliviasLink.code, "link", scan.cookie);
  tell(
    clock.nowMs,
    `He clicks the link of Olivia, another photographer: ${secondClick.status}, same visitor, second touch.`,
  );

  await clock.advance(hourMs);
  const mike: Person = { id: "", externalId: `mike-${run}`, name: "Mike" };
  const referee = { external_id: mike.externalId, kind: "supplier", name: mike.name };
  const report = (event: Omit<Schemas["Event"], "id" | "program" | "occurred_at">) => {
    const body = { ...event, id: `${event.type}-${run}`, program, occurred_at: iso(clock.nowMs) };
    return answerOf(api.client.POST("/v1/events", { body }));
  };
  const account = { ...referee, email: `${mike.externalId}@example.org`, created_at: iso(clock.nowMs) };
  const signup = await report({ type: "signup", referee: account, click: secondClick.token ?? "" });
  tell(clock.nowMs, "Mike signs up. The app hands back the click token that the redirect gave it.");

  await clock.advance(14 * dayMs);
  await report({ type: "trial_started", referee });
  tell(clock.nowMs, "Two weeks on, he starts his trial.");

  await clock.advance(30 * dayMs);
  const invoice = {
    payment_ref: `invoice-${run}`,
    amount_minor: 4900,
    currency: "GBP",
    plan: "professional",
    interval: "month" as const,
  };
  await report({ type: "payment", referee, ...invoice });
  tell(clock.nowMs, "Thirty more days, and his first payment is verified: GBP 49.00.");

  const people = answerOf(api.client.GET("/v1/participants", { params: { query: { external_id: mike.externalId } } }));
  mike.id = (await people).data[0]?.id ?? "";
  return { program, sarah, olivia, mike, qrCode, scan, secondClick, signup };
}

type Clock = { readonly nowMs: number; advance(byMs: number): Promise<void> };

async function openProgram({ client }: Api, key: string): Promise<Clock> {
  const params = { path: { id: key } };
  const destination = { url: "https://example.com/join?plan=trial#start", allowed_hosts: ["example.com"] };
  const overrides = { name: "Story", destination };
  await answerOf(client.POST("/v1/programs", { body: { key, preset: "supplier-network", overrides } }));
  await answerOf(client.POST("/v1/programs/{id}/publish", { params }));
  let nowMs = await move(0);
  return {
    get nowMs() {
      return nowMs;
    },
    async advance(byMs) {
      nowMs = await move(byMs);
    },
  };

  async function move(byMs: number): Promise<number> {
    const { clock } = await answerOf(client.POST("/v1/programs/{id}/clock", { params, body: { advance_ms: byMs } }));
    return Date.parse(clock ?? "");
  }
}

async function registerPhotographer({ client }: Api, { name, externalId }: Omit<Person, "id">): Promise<Person> {
  const { id } = await answerOf(
    client.PUT("/v1/participants/{kind}/{external_id}", {
      params: { path: { kind: "supplier", external_id: externalId } },
      body: { name, email: `${externalId}@example.com`, category: "photography" },
    }),
  );
  return { id, externalId, name };
}

/** As a browser would: the cookie goes along, and the redirect is looked at instead of followed. */
async function click(api: Api, code: string, channel: string, cookie: string | null): Promise<Clicked> {
  const response = await fetch(`${api.url}/r/${code}?c=${channel}`, {
    redirect: "manual",
    headers: { "user-agent": phone, ...(cookie === null ? {} : { cookie }) },
  });
  const location = response.headers.get("location") ?? "";
  const setCookie = response.headers.get("set-cookie")?.split(";")[0] ?? null;
  const token = URL.canParse(location) ? new URL(location).searchParams.get("ref_click") : null;
  return { status: response.status, location, token, cookie: setCookie ?? cookie };
}

const phone =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 Version/18.5 Mobile/15E148 Safari/604.1";

function withoutToken(location: string): string {
  return location.replace(/ref_click=[^&#]*/, "ref_click=…");
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
