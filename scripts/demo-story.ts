import { call } from "./api.ts";
import type { Api } from "./api.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

export type Person = { id: string; externalId: string; name: string };
type SharedLink = { code: string; url: string; qr_svg_url: string };
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
  signup: EventAnswer;
};

export type EventAnswer = { outcomes: { referral_id: string | null; referrer_id: string | null }[] };

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
  const sarahsLink = await shareLink(api, program, sarah, "qr");
  const oliviasLink = await shareLink(api, program, olivia, "link");
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
  const report = (id: string, event: object) =>
    call<EventAnswer>(api, "POST /v1/events", { id: `${id}-${run}`, program, occurred_at: iso(clock.nowMs), ...event });
  const account = { ...referee, email: `${mike.externalId}@example.org`, created_at: iso(clock.nowMs) };
  const signup = await report("signup", { type: "signup", referee: account, click: secondClick.token });
  tell(clock.nowMs, "Mike signs up. The app hands back the click token that the redirect gave it.");

  await clock.advance(14 * dayMs);
  await report("trial", { type: "trial_started", referee });
  tell(clock.nowMs, "Two weeks on, he starts his trial.");

  await clock.advance(30 * dayMs);
  const invoice = {
    payment_ref: `invoice-${run}`,
    amount_minor: 4900,
    currency: "GBP",
    plan: "professional",
    interval: "month",
  };
  await report("payment", { type: "payment", referee, ...invoice });
  tell(clock.nowMs, "Thirty more days, and his first payment is verified: GBP 49.00.");

  const [known] = (await call<{ data: { id: string }[] }>(api, `GET /v1/participants?external_id=${mike.externalId}`))
    .data;
  return { program, sarah, olivia, mike: { ...mike, id: known?.id ?? "" }, qrCode, scan, secondClick, signup };
}

type Clock = { readonly nowMs: number; advance(byMs: number): Promise<void> };

async function openProgram(api: Api, key: string): Promise<Clock> {
  const destination = { url: "https://example.com/join?plan=trial#start", allowed_hosts: ["example.com"] };
  await call(api, "POST /v1/programs", { key, preset: "supplier-network", overrides: { name: "Story", destination } });
  await call(api, `POST /v1/programs/${key}/publish`);
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
    const { clock } = await call<{ clock: string }>(api, `POST /v1/programs/${key}/clock`, { advance_ms: byMs });
    return Date.parse(clock);
  }
}

async function registerPhotographer(
  api: Api,
  { name, externalId }: { name: string; externalId: string },
): Promise<Person> {
  const participant = await call<{ id: string }>(api, `PUT /v1/participants/supplier/${externalId}`, {
    name,
    email: `${externalId}@example.com`,
    category: "photography",
  });
  return { id: participant.id, externalId, name };
}

function shareLink(api: Api, program: string, owner: Person, channel: string): Promise<SharedLink> {
  return call(api, "POST /v1/links", { program, participant: owner.id, channel });
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
