import { expect, test } from "vitest";
import { classifyClick, isLinkPreview, tallyOf, viaOf } from "#domain/click";
import type { AgentClass } from "#domain/click";
import { createAgentClasses } from "#edge/agents";

const agents: [AgentClass, string][] = [
  [
    "human",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36",
  ],
  ["human", "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"],
  [
    "human",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
  ],
  [
    "human",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Mobile/15E148 Safari/604.1",
  ],
  [
    "human",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Mobile Safari/537.36",
  ],
  [
    "human",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/142.0.0.0 Safari/537.36 Edg/142.0.0.0",
  ],
  [
    "human",
    "Mozilla/5.0 (Linux; Android 14; SM-S918B Build/UP1A; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/141.0.0.0 Mobile Safari/537.36 Instagram 402.0.0.0.1 Android",
  ],
  [
    "human",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/530.0.0.0;FBBV/1;FBDV/iPhone16,1]",
  ],
  [
    "human",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 LinkedInApp/9.31",
  ],
  [
    "human",
    "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A546B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/28.0 Chrome/130.0.0.0 Mobile Safari/537.36",
  ],
  ["preview", "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)"],
  ["preview", "Slackbot 1.0 (+https://api.slack.com/robots)"],
  ["preview", "Slack-ImgProxy (+https://api.slack.com/robots)"],
  ["preview", "WhatsApp/2.24.6.77 A"],
  ["preview", "WhatsApp/2.23.18.78 i"],
  ["preview", "WhatsApp/2"],
  ["preview", "Twitterbot/1.0"],
  ["preview", "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)"],
  [
    "preview",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_11_1) AppleWebKit/601.2.4 (KHTML, like Gecko) Version/9.0.1 Safari/601.2.4 facebookexternalhit/1.1 Facebot Twitterbot/1.0",
  ],
  ["preview", "TelegramBot (like TwitterBot)"],
  ["preview", "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)"],
  ["preview", "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)"],
  ["preview", "Mozilla/5.0 (Windows NT 6.1; WOW64) SkypeUriPreview Preview/0.5 skype-url-preview@microsoft.com"],
  ["preview", "Pinterest/0.2 (+https://www.pinterest.com/bot.html)"],
  ["preview", "Viber/20.5.1.2"],
  ["preview", "Mozilla/5.0 (compatible; vkShare; +http://vk.com/dev/Share)"],
  ["preview", "Mozilla/5.0 (compatible; redditbot/1.0; +http://www.reddit.com/feedback)"],
  ["preview", "Mastodon/4.3.0 (http.rb/5.2.0; +https://mastodon.social/) Bot"],
  ["preview", "Snap URL Preview Service; bot; snapchat; https://developers.snap.com/robots"],
  ["bot", "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"],
  ["bot", "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"],
  ["bot", "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)"],
  ["bot", "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)"],
  [
    "bot",
    "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/142.0.0.0 Safari/537.36",
  ],
  ["bot", "curl/8.5.0"],
  ["bot", "python-requests/2.32.3"],
  ["bot", "Go-http-client/2.0"],
  ["bot", ""],
];

test("user agents are what they are, asked once or again", () => {
  const agentClass = createAgentClasses();
  for (let round = 0; round < 2; round += 1) {
    for (const [expected, agent] of agents) expect([agent, agentClass(agent)]).toEqual([agent, expected]);
  }
  expect(agentClass(null)).toBe("bot");
});

test("more agents than are remembered are still told apart", () => {
  const agentClass = createAgentClasses();
  for (let index = 0; index < 1200; index += 1) {
    expect(agentClass(`Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/${index}.0`)).toBe("human");
    expect(agentClass(`curl/${index}`)).toBe("bot");
  }
});

test("a person's agent is no preview", () => {
  for (const [expected, agent] of agents)
    expect([agent, isLinkPreview(agent)]).toEqual([agent, expected === "preview"]);
});

test("HEAD and previews come before prefetches, and prefetches before what the agent is", () => {
  expect(classifyClick("GET", null, "human")).toBe("human");
  expect(classifyClick("GET", null, "bot")).toBe("bot");
  expect(classifyClick("HEAD", null, "human")).toBe("preview");
  expect(classifyClick("HEAD", "prefetch", "bot")).toBe("preview");
  for (const purpose of [
    "prefetch",
    "prefetch;prerender",
    "prefetch;anonymous-client-ip",
    "PREFETCH",
    "prerender",
    "preview",
  ]) {
    expect(classifyClick("GET", purpose, "human")).toBe("prefetch");
    expect(classifyClick("GET", purpose, "preview")).toBe("preview");
  }
  expect(classifyClick("GET", "navigation", "human")).toBe("human");
});

test("a repeat is counted as such and not as human", () => {
  expect(tallyOf({ class: "human", repeat: true })).toBe("repeat");
  expect(tallyOf({ class: "human", repeat: false })).toBe("human");
  expect(tallyOf({ class: "bot", repeat: false })).toBe("bot");
});

test("how a link was loaded is told as the browser has it; what it does not say, or in no known word, is not known", () => {
  const told = ["document", "image", "iframe", "frame", "embed", "object", "script", "empty"].map(viaOf);
  expect(told).toEqual(["navigation", "image", "iframe", "iframe", "iframe", "iframe", "script", "script"]);
  expect([null, "", "webidentity", "constructor"].map(viaOf)).toEqual([null, null, null, null]);
});
