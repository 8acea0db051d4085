import type { JudgedTouch } from "#domain/binding";
import type { ReferralTrace } from "#domain/click-trace";
import type { Funnel, Stage } from "#domain/funnel";
import type { Evidence } from "#domain/binding";
import type { AttributionModel } from "#domain/program";

/** The bond referrer → referee in one program. */
export type Referral = Funnel &
  ReferralTrace & {
    id: string;
    programId: string;
    refereeId: string;
    referrerId: string;
    linkId: string;
    evidence: Evidence | "invitation";
    channel: string;
    campaign: string | null;
    model: AttributionModel;
    /** The program version in force at the signup: its promises hold. */
    version: number;
    stage: Stage;
    source: unknown;
  };

/** The touches a referral was decided on, with their place in the journey. */
export type ReferralTouch = JudgedTouch & { referralId: string; position: number };

/** A payment of the referee as one program counts it. `ordinal` 1 is the first that was committed. */
export type Conversion = { id: string; programId: string; paymentRef: string; referralId: string; ordinal: number };
