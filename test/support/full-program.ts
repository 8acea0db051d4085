import type { Json } from "#support/program-mutants";

/** A program that uses every part of the language. */
export const fullProgram: Json = {
  $schema: "https://example.com/program.schema.json",
  name: "Everything",
  time_zone: "Europe/London",
  destination: { url: "https://app.example.com/join", allowed_hosts: ["app.example.com"] },
  fallback_url: "https://app.example.com/sorry",
  cookie: { days: 90, domain: ".example.com" },
  consent: "required",
  honor_gpc: true,
  codes: { style: "memorable", words: { supplier: ["LOVE", "WED"], couple: ["UNITY"] }, expires_days: 365 },
  attribution: { model: "time_decay", window_days: 30 },
  eligibility: { referrer: { not: { eq: ["referrer.category", "catering"] } } },
  rules: [
    {
      key: "first-payment",
      on: { event: "payment", occurrence: "first" },
      qualify: { verified: true, stay_days: 30 },
      flow: { referrer: ["supplier", "couple"], referee: ["supplier"] },
      when: {
        all: [
          { gte: ["event.amount_minor", 100] },
          { lt: ["event.amount_minor", 1_000_000] },
          { any: [{ eq: ["event.interval", "year"] }, { in: ["referral.channel", ["qr", "direct"]] }] },
          { ne: ["referee.status", "suspended"] },
        ],
      },
      grant: [
        { to: "referrer", kind: "free_month", quantity: 1, worth: { amount_minor: 4900, currency: "GBP" } },
        { to: "referee", kind: "discount", amount_minor: 500, currency: "GBP", label: "the next invoice" },
      ],
      limit: [
        { per: "referrer", max: 12, window: "calendar_year", on_exceed: "deny" },
        { per: "program", budget: { unit: "GBP", amount_minor: 500_000 }, window: "calendar_month" },
      ],
      hold: { days: 14 },
      reverse: {
        on: ["refund", "dispute_lost", "subscription_canceled", "churned"],
        within_days: 30,
        policy: "proportional",
        after_redemption: "keep",
      },
      expires_days: 365,
      claim: "automatic",
      review: { over_minor: 5000 },
    },
    {
      key: "recurring",
      on: { event: "payment", occurrence: { every: true, at_most: 12, for_months: 24 } },
      grant: [
        {
          to: "referrer",
          kind: "credit",
          currency: "credits",
          by_plan: { starter: 1000, scale: 5000 },
          default_minor: 500,
          multiply: [
            { when: { gt: ["event.amount_minor", 5000] }, by_bps: 20_000 },
            { when: { lte: ["referrer.conversions", 3] }, by_bps: 15_000 },
          ],
        },
        { to: "referee", kind: "points", rate_bps: 100, max_minor: 500 },
      ],
    },
    {
      key: "third",
      on: { event: "payment", occurrence: { nth: 3 } },
      grant: [{ to: "referrer", kind: "credit", rate_bps: 500, max_minor: 5000, currency: "GBP" }],
    },
    {
      key: "welcome",
      on: { event: "signup", occurrence: "first" },
      grant: [{ to: "referee", kind: "feature", feature: "planner" }],
      reverse: { on: ["churned"], policy: "full" },
    },
    {
      key: "every-three",
      on: { count: { every: 3 } },
      qualify: { stay_days: 30 },
      grant: [{ to: "referrer", kind: "premium_days", quantity: 30 }],
      milestone: { title: "Three friends", description: "Three friends have paid", reward: "30 days" },
      claim: "manual",
    },
    {
      key: "bronze",
      on: { count: { reaches: 5 } },
      grant: [{ to: "referrer", kind: "badge", badge: "bronze" }],
      hold: { until: "weekly_award" },
      tier: { key: "bronze", title: "Bronze" },
    },
    {
      key: "silver",
      on: { count: { reaches: 10 } },
      grant: [{ to: "referrer", kind: "discount", percent_bps: 2500 }],
      tier: { key: "silver", title: "Silver" },
    },
    {
      key: "monthly_leader",
      on: { leader: "month" },
      grant: [{ to: "referrer", kind: "premium_days", quantity: 30 }],
      expires_days: 60,
      claim: "manual",
      milestone: { title: "First of a month", description: "Nobody brought more", reward: "30 days" },
    },
    {
      key: "category_leader",
      on: { leader: "category_month" },
      grant: [{ to: "referrer", kind: "points", quantity: 100 }],
    },
  ],
  badges: [
    { key: "bronze", name: "Bronze", icon: "🥉", description: "Five friends have paid", color: "#cd7f32" },
    {
      key: "good-judge",
      name: "Good judge",
      icon: "target",
      description: "Every second one has paid",
      color: "#00ff00",
      condition: {
        all: [
          { gte: ["participant.conversions", 10] },
          { gt: ["participant.conversion_rate_bps", 4999] },
          { eq: ["participant.category", "florist"] },
        ],
      },
      award: "weekly",
    },
    {
      key: "champion",
      name: "Champion",
      icon: "cup",
      description: "Has led a month",
      color: "#0000ff",
      condition: { gte: ["participant.months_led", 1] },
    },
  ],
  fraud: {
    preset: "strict",
    signals: {
      velocity: { weight: 200_000, threshold: 3, full: 40 },
      similarity: { weight: 0 },
      conversion_speed: { threshold: 600, full: 60 },
    },
    medium_over: 350_000,
    high_over: 750_000,
    crowd_needs: 50_000,
    hold_days: 30,
  },
  fulfilment: {
    credit: "wallet",
    free_month: "invoice_api",
    premium_days: "claim",
    points: "webhook",
    discount: "stripe",
    feature: "webhook",
    badge: "claim",
  },
  stripe: { free_month: "coupon" },
  emails: {
    templates: {
      welcome: { enabled: true, subject: "Hello {name}", body: "Hi {name},\n\n{link}", button: "Look" },
      expiring: { enabled: false },
    },
    reply_to: "hello@example.com",
    sender_name: "The team",
  },
};
