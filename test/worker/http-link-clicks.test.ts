import { expect, test, vi } from "vitest";
import { call, connect, countRows } from "#support/api";
import { chrome, cookieOf } from "#support/edge";
import { createLink, createParticipant, createProgram } from "#support/factories";
import type { ShownLink } from "#support/factories";

const googlebot = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)";

type Clicks = Record<"human" | "repeat" | "bot" | "preview" | "prefetch", number>;

async function ground() {
  const api = await connect();
  const program = await createProgram(api);
  const participant = await createParticipant(api);
  const link = await createLink(api, { program: program.id, participant: participant.id });
  /** What the link shows once the clicks' window of 100 ms has been sent. */
  const expectClicks = (clicks: Partial<Clicks>, byChannel: Record<string, Partial<Clicks>>) =>
    vi.waitFor(
      async () => {
        const shown = await api.get<ShownLink & { clicks: unknown }>(`/v1/links/${link.id}`);
        const none = { human: 0, repeat: 0, bot: 0, preview: 0, prefetch: 0 };
        const channels = Object.entries(byChannel).map(([channel, some]) => [channel, { ...none, ...some }]);
        expect(shown.body.clicks).toEqual({ ...none, ...clicks, by_channel: Object.fromEntries(channels) });
      },
      { timeout: 2000, interval: 20 },
    );
  return { link, expectClicks };
}

test("a link shows a click before anything is flushed, by the channel it came on", async () => {
  const { link, expectClicks } = await ground();
  await expectClicks({}, {});
  const clicked = await call(`/r/${link.code}?c=qr`, { headers: { "user-agent": chrome } });
  expect(clicked.status).toBe(302);
  await expectClicks({ human: 1 }, { qr: { human: 1 } });
  expect(await countRows()).toMatchObject({ click_counts: 0 });
});

test("a link shows returning visitors, bots, previews and prefetches apart from people", async () => {
  const { link, expectClicks } = await ground();
  const click = (headers: Record<string, string>, method = "GET") =>
    call(`/r/${link.code}`, { method, headers: { "user-agent": chrome, ...headers } });
  const first = await click({});
  const again = await click({ cookie: cookieOf(first) });
  const others = [
    await click({ "user-agent": googlebot }),
    await click({ "sec-purpose": "prefetch" }),
    await click({}, "HEAD"),
  ];
  expect([first, again, ...others].map(({ status }) => status)).toEqual([302, 302, 302, 302, 302]);
  const apart = { human: 1, repeat: 1, bot: 1, prefetch: 1, preview: 1 };
  await expectClicks(apart, { link: apart });
});
