import { openApi } from "#scripts/api";
import type { Api } from "#scripts/api";
import type { Simulator } from "#support/node/simulator";
import type { Memory } from "#fuzz/memory";

const presets = ["supplier-network", "wallet-bonus", "free-month", "marketplace", "premium-days"] as const;
const destination = { url: "https://app.example.com/join", allowed_hosts: ["app.example.com"] };

/** Something of everything in the key's mode, so that requests have what to meet. */
export async function layGround(simulator: Simulator, memory: Memory, key: string): Promise<void> {
  simulator.outside.set("hooks.receiver-one.com", (_request, response) => response.writeHead(200).end("ok"));
  const { client } = openApi({ url: simulator.url, key });
  for (const id of presets) {
    memory.learn(
      (await client.POST("/v1/programs", { body: { key: id, preset: id, overrides: { destination } } })).data,
    );
    await client.POST("/v1/programs/{id}/publish", { params: { path: { id } } });
    for (const name of ["sarah", "mike", "ann"]) await bringFriend({ client, memory }, id, name);
  }
  const url = "https://hooks.receiver-one.com/in";
  memory.learn((await client.POST("/v1/webhooks/endpoints", { body: { url } })).data);
  memory.learn((await client.GET("/v1/rewards")).data);
  await moveValue({ client, memory });
}

/** Operations that take what only fits together: each is done once, and its body kept. */
async function moveValue({ client, memory }: { client: Api["client"]; memory: Memory }): Promise<void> {
  const participant = { kind: "customer", external_id: "sarah-wallet-bonus" };
  const { data: person } = await client.GET("/v1/participants", { params: { query: participant } });
  const path = { id: person?.data[0]?.id ?? "" };
  const { data: program } = await client.GET("/v1/programs/{id}", { params: { path: { id: "free-month" } } });
  const transaction = {
    operation_id: "deal-1",
    program: "wallet-bonus",
    type: "deal_payment",
    unit: "USD",
    amount: 250_000,
  } as const;
  const withdrawal = { operation_id: "payout-1", program: "wallet-bonus", unit: "USD", amount: 100 };
  const month = { kind: "free_month", quantity: 1 } as const;
  const grant = {
    program: "free-month",
    participant: path.id,
    grant: month,
    reason: "goodwill",
    operation_id: "grant-1",
  };
  const invoice = { id: "invoice-1", participant: path.id, amount_minor: 4900, currency: "USD", period: { months: 1 } };
  const paths = `/v1/participants/${path.id}`;
  const steps = [
    {
      operationId: "recordWalletTransaction",
      taken: { path: `${paths}/wallet/transactions`, body: transaction },
      reply: await client.POST("/v1/participants/{id}/wallet/transactions", { params: { path }, body: transaction }),
    },
    {
      operationId: "makeWithdrawal",
      taken: { path: `${paths}/withdrawals`, body: withdrawal },
      reply: await client.POST("/v1/participants/{id}/withdrawals", { params: { path }, body: withdrawal }),
    },
    {
      operationId: "grantReward",
      taken: { path: "/v1/rewards", body: grant },
      reply: await client.POST("/v1/rewards", { body: grant }),
    },
    {
      operationId: "applyInvoice",
      taken: { path: "/v1/invoices/apply", body: invoice },
      reply: await client.POST("/v1/invoices/apply", { body: invoice }),
    },
  ];
  for (const { operationId, taken, reply } of steps) {
    if (reply.data === undefined) throw new Error(`${operationId} was refused: ${JSON.stringify(reply.error)}`);
    memory.learn(reply.data);
    memory.keepRequest(operationId, taken);
  }
  memory.keepRequest("changeDraft", { path: "/v1/programs/free-month/draft", body: { document: program?.draft } });
  memory.keepRequest("cancelWithdrawal", { path: `${paths}/withdrawals/payout-1/cancel`, body: null });
  memory.keepRequest("voidInvoice", { path: "/v1/invoices/invoice-1/void", body: null });
}

async function bringFriend(
  { client, memory }: { client: Api["client"]; memory: Memory },
  program: string,
  name: string,
) {
  const kind = program === "supplier-network" ? "supplier" : "customer";
  const path = { kind, external_id: `${name}-${program}` };
  const person = await client.PUT("/v1/participants/{kind}/{external_id}", { params: { path }, body: { name } });
  memory.learn(person.data);
  const link = await client.POST("/v1/links", { body: { program, participant: person.data?.id ?? "" } });
  memory.learn(link.data);
  const referee = { kind, external_id: `friend-${name}-${program}` };
  const code = link.data?.code ?? "";
  const signup = { id: `signup-${name}-${program}`, type: "signup", referee, code, code_source: "typed" } as const;
  memory.learn((await client.POST("/v1/events", { body: signup })).data);
  const paid = { payment_ref: `pay-${name}-${program}`, amount_minor: 4900, currency: "USD" };
  const payment = { id: `payment-${name}-${program}`, type: "payment", referee, ...paid } as const;
  memory.learn((await client.POST("/v1/events", { body: payment })).data);
}
