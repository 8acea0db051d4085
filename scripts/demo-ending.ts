import { answerOf } from "./api.ts";
import type { Api, Schemas } from "./api.ts";
import type { Person, Story } from "./demo-story.ts";

type Wallet = Schemas["Wallet"];
type Movement = Schemas["WalletEntry"];
type Reward = Schemas["Reward"];

/** How the story ended, as the API tells it. */
export type Ending = { wallets: Map<Person, Wallet>; rewards: Reward[]; explanation: Schemas["Explanation"] };

export async function readEnding({ client }: Api, { program, sarah, olivia, mike, signup }: Story): Promise<Ending> {
  const walletOf = async (person: Person): Promise<[Person, Wallet]> => [
    person,
    await answerOf(client.GET("/v1/participants/{id}/wallet", { params: { path: { id: person.id } } })),
  ];
  const id = signup.outcomes[0]?.referral_id ?? "none";
  const [wallets, rewards, explanation] = await Promise.all([
    Promise.all([sarah, mike, olivia].map(walletOf)),
    answerOf(client.GET("/v1/rewards", { params: { query: { program } } })),
    answerOf(client.GET("/v1/referrals/{id}/explain", { params: { path: { id } } })),
  ]);
  return { wallets: new Map(wallets), rewards: rewards.data, explanation };
}

/** The lines to print: wallets, ledger, rewards and the reasons. */
export function describeEnding({ wallets, rewards, explanation }: Ending): string[] {
  const names = new Map([...wallets.keys()].map((person) => [person.id, person.name]));
  const nameOf = (account: string) => names.get(account) ?? account;
  return [
    "Wallets",
    ...[...wallets].map(([person, wallet]) => `  ${person.name.padEnd(8)} ${balanceText(wallet)}`),
    "",
    "Ledger",
    ...movements(wallets).flatMap(({ type, description, unit, entries }) => [
      `  ${type} (${description})`,
      ...entries.map(
        ({ account, amount }) => `    ${nameOf(account).padEnd(16)} ${signed(amount).padStart(4)} ${unit}`,
      ),
      `    ${"sum".padEnd(16)} ${signed(sum(entries)).padStart(4)} ${unit}`,
    ]),
    "",
    "Rewards",
    ...rewards.map(
      (reward) =>
        `  ${nameOf(reward.beneficiary_id).padEnd(8)} ${reward.label ?? `${reward.quantity} × ${reward.kind}`}${worthText(reward)}, ${reward.state}, by rule ${reward.rule}`,
    ),
    "",
    "Why",
    ...explanation.sentences.map(({ at, text }) => `  ${at.slice(0, 16).replace("T", " ")}  ${text}`),
  ];
}

/** What must be true at the end; each with what it is about. */
export function judgeEnding(story: Story, ending: Ending): [string, boolean][] {
  const { sarah, olivia, mike, qrCode, scan, secondClick, signup } = story;
  const { wallets, rewards, explanation } = ending;
  const rewardsOf = (person: Person) => rewards.filter((reward) => reward.beneficiary_id === person.id);
  const [sarahs, ...more] = rewardsOf(sarah).filter(({ kind }) => kind === "free_month");
  const months = (person: Person) =>
    wallets.get(person)?.balances.find(({ unit }) => unit === "free_months")?.balance ?? 0;
  const about = (code: string, name: string) =>
    explanation.sentences.some((sentence) => sentence.code === code && sentence.text.includes(name));
  return [
    ["the QR code is a picture", qrCode === "<svg"],
    [
      "both clicks were redirected at once, with a signed token",
      [scan, secondClick].every(({ status, token }) => status === 302 && token !== null),
    ],
    [
      "the destination keeps its own query and fragment",
      scan.location.includes("plan=trial") && scan.location.endsWith("#start"),
    ],
    ["the signup was credited to Sarah", signup.outcomes[0]?.referrer_id === sarah.id],
    ["Sarah earned one free month", sarahs?.state === "available" && more.length === 0 && months(sarah) === 1],
    ["it is worth GBP 49.00", sarahs?.worth?.amount_minor === 4900 && sarahs.worth.currency === "GBP"],
    [
      "it is her first milestone",
      rewardsOf(sarah).some(({ kind, rule }) => kind === "badge" && rule === "milestone-1"),
    ],
    ["Mike earned one free month", rewardsOf(mike).length === 1 && months(mike) === 1],
    [
      "Olivia earned nothing",
      rewardsOf(olivia).length === 0 && (wallets.get(olivia)?.transactions.data.length ?? 1) === 0,
    ],
    [
      "every movement in the ledger sums to zero",
      movements(wallets).length === 2 && movements(wallets).every(({ entries }) => sum(entries) === 0),
    ],
    ["the explanation says why Sarah earned", about("reward_granted", "Sarah")],
    ["the explanation says why Olivia did not", about("touch_weighed", "Olivia") || about("touch_dropped", "Olivia")],
  ];
}

function movements(wallets: Ending["wallets"]): Movement[] {
  const all = [...wallets.values()].flatMap(({ transactions }) => transactions.data);
  return [...new Map(all.map((movement) => [movement.transaction_id, movement])).values()];
}

function sum(entries: Movement["entries"]): number {
  return entries.reduce((total, { amount }) => total + amount, 0);
}

function balanceText({ balances }: Wallet): string {
  return balances.length === 0 ? "empty" : balances.map(({ balance, unit }) => `${balance} ${unit}`).join(", ");
}

function worthText({ worth }: Reward): string {
  return worth === null ? "" : ` worth ${worth.currency} ${(worth.amount_minor / 100).toFixed(2)}`;
}

function signed(amount: number): string {
  return amount > 0 ? `+${amount}` : String(amount);
}
