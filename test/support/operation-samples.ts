import { expect } from "vitest";
import type { ApiClient } from "#support/api";
import { createBilling } from "#support/billing-ground";
import { createLink, createParticipant, createProgram } from "#support/factories";
import { seedProviderDelivery } from "#support/delivery-seeds";
import { seedFulfilment } from "#support/fulfilment-seeds";
import { seedEmail } from "#support/email-ground";
import { seedMember } from "#support/member-seeds";
import { seedAssessment, seedReview } from "#support/review-seeds";
import { seedReward } from "#support/reward-seeds";
import { createEndpoint, seedDelivery } from "#support/webhook-ground";

/** One of everything that a route can name, all in the client's mode. */
export type Ground = Awaited<ReturnType<typeof createGround>>;
export type Sample = { path: string; body?: Record<string, unknown> };

type Recorded = { outcomes: { referral_id: string; rewards: { id: string }[] }[] };

export async function createGround(api: ApiClient) {
  const program = await createProgram(api, { preset: "wallet-bonus", overrides: { leaderboard: { public: true } } });
  const referrer = await createParticipant(api, { kind: "customer" });
  const link = await createLink(api, { program: program.id, participant: referrer.id });
  const referee = { kind: "customer", external_id: `${referrer.external_id}-friend` };
  const signup = {
    id: "evt-signup",
    type: "signup",
    program: program.key,
    referee,
    code: link.code,
    code_source: "typed",
  };
  const payment = {
    id: "evt-payment",
    type: "payment",
    referee,
    payment_ref: "pay-1",
    amount_minor: 4900,
    currency: "USD",
  };
  await api.post("/v1/events", signup);
  const paid = await api.post<Recorded>("/v1/events", payment);
  expect(paid.status, paid.text).toBe(200);
  const outcome = paid.body.outcomes[0];
  const seed = { programId: program.id, beneficiaryId: referrer.id, mode: api.mode };
  const claimable = await seedReward({ ...seed, claim: "manual" });
  const inReview = await seedReward({ ...seed, needsReview: true });
  const referralId = outcome?.referral_id ?? "";
  const assessmentId = await seedAssessment(referralId, { signals: ["velocity"] });
  const review = await seedReview({ ...seed, referralId }, { assessmentId, score: 810_000 });
  const entry = await api.post<{ id: string }>("/v1/fraud/lists", {
    effect: "block",
    kind: "domain",
    value: "bad.example",
  });
  const endpoint = await createEndpoint(api);
  await api.put("/v1/providers/stripe/customers/cus_mapped", { participant: referrer.id });
  const emailId = await seedEmail({ mode: api.mode, programId: program.id, participantId: referrer.id });
  await api.post("/v1/emails/suppressions", { email: "somebody@example.com" });
  return {
    endpoint,
    deliveries: [await seedDelivery(endpoint), await seedDelivery(endpoint)],
    providerDeliveryId: await seedProviderDelivery(api.mode),
    program,
    referrer,
    emailId,
    memberId: await seedMember({ role: "support" }),
    link,
    signup,
    billing: await createBilling(api, program, referrer),
    referralId,
    reviewId: review.id,
    listEntryId: entry.body.id,
    rewardId: outcome?.rewards[0]?.id ?? "",
    claimableId: claimable.id,
    inReviewId: inReview.id,
    fulfilledId: await seedFulfilment(claimable, { mode: api.mode }),
  };
}

/** A request that each operation accepts; the shared suite spoils one thing of it at a time. */
export const samples: Record<string, (ground: Ground, api: ApiClient) => Sample> = {
  createProgram: () => ({ path: "/v1/programs", body: { key: "another", preset: "supplier-network" } }),
  validateProgram: () => ({ path: "/v1/programs/validate", body: { preset: "supplier-network" } }),
  listPrograms: () => ({ path: "/v1/programs" }),
  getProgram: ({ program }) => ({ path: `/v1/programs/${program.id}` }),
  changeDraft: ({ program }) => ({
    path: `/v1/programs/${program.id}/draft`,
    body: { document: { ...program.draft, name: "Renamed" } },
  }),
  publishProgram: ({ program }) => ({ path: `/v1/programs/${program.id}/publish` }),
  listVersions: ({ program }) => ({ path: `/v1/programs/${program.id}/versions` }),
  changeProgram: ({ program }) => ({ path: `/v1/programs/${program.id}`, body: { status: "paused" } }),
  advanceClock: ({ program }) => ({ path: `/v1/programs/${program.id}/clock`, body: { advance_ms: 1000 } }),
  simulateProgram: ({ program }) => ({
    path: `/v1/programs/${program.id}/simulate`,
    body: { document: program.draft },
  }),
  upsertParticipant: () => ({ path: "/v1/participants/customer/new-one", body: { name: "Ada" } }),
  listParticipants: () => ({ path: "/v1/participants" }),
  getParticipant: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}` }),
  changeParticipant: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}`, body: { name: "Grace" } }),
  changeBoardPreferences: ({ referrer }) => ({
    path: `/v1/participants/${referrer.id}/board-preferences`,
    body: { board_name: "initials", board_opt_out: false },
  }),
  issueToken: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}/tokens`, body: { ttl_seconds: 600 } }),
  eraseParticipant: ({ referrer }) => ({
    path: `/v1/participants/${referrer.id}/erase`,
    body: { reason: "account_closed" },
  }),
  exportParticipant: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}/export` }),
  issueLink: ({ program, referrer }) => ({
    path: "/v1/links",
    body: { program: program.id, participant: referrer.id, campaign: "fair" },
  }),
  listLinks: () => ({ path: "/v1/links" }),
  getLink: ({ link }) => ({ path: `/v1/links/${link.id}` }),
  changeLink: ({ link }) => ({ path: `/v1/links/${link.id}`, body: { status: "paused" } }),
  lookUpCode: ({ link }) => ({ path: `/v1/codes/${link.code}` }),
  recordEvent: ({ signup }) => ({ path: "/v1/events", body: { ...signup, id: "evt-again", type: "activated" } }),
  recordEvents: ({ signup }) => ({
    path: "/v1/events/batch",
    body: { events: [{ ...signup, id: "evt-in-batch", type: "activated" }] },
  }),
  listEvents: () => ({ path: "/v1/events" }),
  getEvent: () => ({ path: "/v1/events/evt-payment" }),
  listReferrals: () => ({ path: "/v1/referrals" }),
  getReferral: ({ referralId }) => ({ path: `/v1/referrals/${referralId}` }),
  explainReferral: ({ referralId }) => ({ path: `/v1/referrals/${referralId}/explain` }),
  explainPair: ({ program, referrer, signup }) => ({
    path: "/v1/explain",
    body: { program: program.id, referrer: referrer.id, referee: signup.referee },
  }),
  reassignReferral: ({ referralId, referrer }) => ({
    path: `/v1/referrals/${referralId}/reassign`,
    body: { referrer_id: referrer.id, reason: "asked for" },
  }),
  recordConversion: ({ referralId }) => ({
    path: `/v1/referrals/${referralId}/conversions`,
    body: { payment_ref: "pay-by-hand", amount_minor: 4900, currency: "USD", reason: "paid in cash" },
  }),
  listFulfilments: () => ({ path: "/v1/fulfilments" }),
  getFulfilment: ({ fulfilledId }) => ({ path: `/v1/fulfilments/${fulfilledId}` }),
  retryFulfilment: ({ fulfilledId }) => ({ path: `/v1/fulfilments/${fulfilledId}/retry` }),
  getStanding: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}/standing` }),
  getStats: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}/stats` }),
  getLeaderboard: ({ program }) => ({ path: `/v1/programs/${program.id}/leaderboard` }),
  getPublicLeaderboard: ({ program }) => ({ path: `/v1/public/programs/${program.id}/leaderboard` }),
  listLeaders: ({ program }) => ({ path: `/v1/programs/${program.id}/leaders` }),
  getRank: ({ program, referrer }) => ({ path: `/v1/participants/${referrer.id}/rank?program=${program.id}` }),
  listRewards: () => ({ path: "/v1/rewards" }),
  grantReward: ({ program, referrer }) => ({
    path: "/v1/rewards",
    body: {
      program: program.id,
      participant: referrer.id,
      grant: { kind: "credit", amount_minor: 500, currency: "USD" },
      reason: "goodwill",
      operation_id: "grant-1",
    },
  }),
  claimReward: ({ claimableId }) => ({ path: `/v1/rewards/${claimableId}/claim` }),
  approveReward: ({ inReviewId }) => ({ path: `/v1/rewards/${inReviewId}/approve`, body: { reason: "looked at" } }),
  revokeReward: ({ rewardId }) => ({ path: `/v1/rewards/${rewardId}/revoke`, body: { reason: "mistake" } }),
  getReward: ({ rewardId }) => ({ path: `/v1/rewards/${rewardId}` }),
  listReviews: () => ({ path: "/v1/reviews" }),
  getReview: ({ reviewId }) => ({ path: `/v1/reviews/${reviewId}` }),
  openReview: ({ referralId }) => ({ path: "/v1/reviews", body: { referral: referralId, note: "looks odd" } }),
  decideReview: ({ reviewId }) => ({
    path: `/v1/reviews/${reviewId}/decide`,
    body: { verdict: "approve", note: "a real customer" },
  }),
  decideReviews: ({ reviewId }) => ({
    path: "/v1/reviews/decide",
    body: { reviews: [reviewId], verdict: "hold", note: "asked the customer" },
  }),
  listAssessments: ({ referralId }) => ({ path: `/v1/referrals/${referralId}/assessments` }),
  listFraudEntries: () => ({ path: "/v1/fraud/lists" }),
  addFraudEntry: ({ referrer }) => ({
    path: "/v1/fraud/lists",
    body: { effect: "block", kind: "participant", value: referrer.id },
  }),
  addFraudEntries: () => ({
    path: "/v1/fraud/lists/batch",
    body: { entries: [{ effect: "allow", kind: "email", value: "ann@example.com" }] },
  }),
  removeFraudEntry: ({ listEntryId }) => ({ path: `/v1/fraud/lists/${listEntryId}` }),
  getFraudReport: () => ({ path: "/v1/fraud/report" }),
  getWallet: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}/wallet` }),
  makeWithdrawal: ({ referrer, billing }) => ({
    path: `/v1/participants/${referrer.id}/withdrawals`,
    body: billing.withdrawal,
  }),
  listWithdrawals: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}/withdrawals` }),
  cancelWithdrawal: ({ referrer }) => ({ path: `/v1/participants/${referrer.id}/withdrawals/payout-1/cancel` }),
  recordWalletTransaction: ({ program, referrer }) => ({
    path: `/v1/participants/${referrer.id}/wallet/transactions`,
    body: { operation_id: "deal-1", program: program.id, type: "deal_payment", unit: "USD", amount: 2500 },
  }),
  previewInvoice: ({ billing }) => ({ path: "/v1/invoices/preview", body: billing.invoice }),
  applyInvoice: ({ billing }) => ({ path: "/v1/invoices/apply", body: billing.invoice }),
  voidInvoice: () => ({ path: "/v1/invoices/invoice-1/void" }),
  createWebhookEndpoint: () => ({
    path: "/v1/webhooks/endpoints",
    body: { url: "https://hooks.receiver-two.com/in", types: ["reward.available"] },
  }),
  listWebhookEndpoints: () => ({ path: "/v1/webhooks/endpoints" }),
  getWebhookEndpoint: ({ endpoint }) => ({ path: `/v1/webhooks/endpoints/${endpoint.id}` }),
  changeWebhookEndpoint: ({ endpoint }) => ({
    path: `/v1/webhooks/endpoints/${endpoint.id}`,
    body: { description: "the shop" },
  }),
  rotateWebhookSecret: ({ endpoint }) => ({
    path: `/v1/webhooks/endpoints/${endpoint.id}/rotate-secret`,
    body: { overlap_hours: 1 },
  }),
  pingWebhookEndpoint: ({ endpoint }) => ({ path: `/v1/webhooks/endpoints/${endpoint.id}/ping` }),
  listWebhookDeliveries: ({ endpoint }) => ({ path: `/v1/webhooks/endpoints/${endpoint.id}/deliveries` }),
  getWebhookDelivery: ({ endpoint, deliveries: [messageId] }) => ({
    path: `/v1/webhooks/endpoints/${endpoint.id}/deliveries/${messageId}`,
  }),
  redeliverMessage: ({ endpoint, deliveries: [messageId] }) => ({
    path: `/v1/webhooks/endpoints/${endpoint.id}/deliveries/${messageId}/redeliver`,
  }),
  redeliverMessages: ({ endpoint }) => ({
    path: `/v1/webhooks/endpoints/${endpoint.id}/redeliver`,
    body: { from: "2026-05-01T00:00:00Z", status: "any" },
  }),
  getMessage: ({ deliveries: [messageId] }) => ({ path: `/v1/messages/${messageId}` }),
  receiveStripeDelivery: () => ({ path: "/v1/providers/stripe/deliveries" }),
  receiveWhopDelivery: () => ({ path: "/v1/providers/whop/deliveries" }),
  listProviderDeliveries: () => ({ path: "/v1/providers/deliveries" }),
  getProviderDelivery: ({ providerDeliveryId }) => ({ path: `/v1/providers/deliveries/${providerDeliveryId}` }),
  replayProviderDelivery: ({ providerDeliveryId }) => ({
    path: `/v1/providers/deliveries/${providerDeliveryId}/replay`,
  }),
  mapProviderCustomer: ({ referrer }) => ({
    path: "/v1/providers/stripe/customers/cus_1",
    body: { participant: referrer.id },
  }),
  unmapProviderCustomer: () => ({ path: "/v1/providers/stripe/customers/cus_mapped" }),
  listProviderCustomers: () => ({ path: "/v1/providers/stripe/customers" }),
  mapProviderPayment: () => ({ path: "/v1/providers/stripe/payments/pi_1", body: { payment_ref: "pay-1" } }),
  listEmailSuppressions: () => ({ path: "/v1/emails/suppressions" }),
  suppressAddress: () => ({ path: "/v1/emails/suppressions", body: { email: "ann@example.com", reason: "bounced" } }),
  allowAddress: () => ({ path: "/v1/emails/suppressions/remove", body: { email: "somebody@example.com" } }),
  listEmails: () => ({ path: "/v1/emails" }),
  previewEmail: ({ program, referrer }) => ({
    path: "/v1/emails/preview",
    body: { program: program.id, template: "available", participant: referrer.id },
  }),
  getEmail: ({ emailId }) => ({ path: `/v1/emails/${emailId}` }),
  sendEmail: ({ emailId }) => ({ path: `/v1/emails/${emailId}/send` }),
  createKey: () => ({ path: "/v1/keys", body: { name: "reader", scopes: ["programs:read"] } }),
  listKeys: () => ({ path: "/v1/keys" }),
  revokeKey: (_ground, api) => ({ path: `/v1/keys/${api.keyId}` }),
  rotateKey: (_ground, api) => ({ path: `/v1/keys/${api.keyId}/rotate`, body: { grace_hours: 1 } }),
  listMembers: () => ({ path: "/v1/members" }),
  addMember: () => ({ path: "/v1/members", body: { name: "Ann", email: "ann@example.com", role: "analyst" } }),
  changeMember: ({ memberId }) => ({ path: `/v1/members/${memberId}`, body: { role: "analyst" } }),
  removeMember: ({ memberId }) => ({ path: `/v1/members/${memberId}` }),
  createMemberKey: ({ memberId }) => ({ path: `/v1/members/${memberId}/keys`, body: { name: "mine", mode: "test" } }),
  listAudit: () => ({ path: "/v1/audit" }),
  verifyAudit: () => ({ path: "/v1/audit/verify", body: { after_seq: 0 } }),
  listJobs: () => ({ path: "/v1/jobs" }),
  getJob: () => ({ path: "/v1/jobs/deliver_messages" }),
  listJobRuns: () => ({ path: "/v1/jobs/deliver_messages/runs" }),
  runJob: () => ({ path: "/v1/jobs/destroy_address_salts/run" }),
  reportHealth: () => ({ path: "/v1/health" }),
  getHealth: () => ({ path: "/healthz" }),
  getProblems: () => ({ path: "/docs/problems" }),
};
