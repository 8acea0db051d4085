import { auditOperations } from "#http/contract/audit";
import { codeOperations } from "#http/contract/codes";
import { deliveryOperations } from "#http/contract/deliveries";
import { emailOperations } from "#http/contract/emails";
import { suppressionOperations } from "#http/contract/email-suppressions";
import { eventOperations } from "#http/contract/events";
import { fraudListOperations } from "#http/contract/fraud-lists";
import { fraudReportOperation } from "#http/contract/fraud-report";
import { fulfilmentOperations } from "#http/contract/fulfilments";
import { invoiceOperations } from "#http/contract/invoices";
import { explanationOperations } from "#http/contract/explanations";
import { healthOperations } from "#http/contract/health";
import { jobOperations } from "#http/contract/jobs";
import { keyOperations } from "#http/contract/keys";
import { leaderboardOperations } from "#http/contract/leaderboards";
import { linkOperations } from "#http/contract/links";
import { memberOperations } from "#http/contract/members";
import type { Operation } from "#http/contract/operation";
import { participantOperations } from "#http/contract/participants";
import { issueTokenOperation } from "#http/contract/participant-tokens";
import { privacyOperations } from "#http/contract/privacy";
import { programOperations } from "#http/contract/programs";
import { providerOperations } from "#http/contract/providers";
import { referralOperations } from "#http/contract/referrals";
import { reviewOperations } from "#http/contract/reviews";
import { rewardOperations } from "#http/contract/rewards";
import { simulateProgramOperation } from "#http/contract/simulation";
import { standingOperations } from "#http/contract/standing";
import { getStatsOperation } from "#http/contract/stats";
import { systemOperations } from "#http/contract/system";
import { walletUseOperations } from "#http/contract/wallet-operations";
import { walletOperations } from "#http/contract/wallets";
import { endpointOperations } from "#http/contract/webhooks";

/** The whole API, in the order of the document. */
export const operations: readonly Operation[] = [
  ...programOperations,
  simulateProgramOperation,
  ...participantOperations,
  issueTokenOperation,
  ...linkOperations,
  ...codeOperations,
  ...eventOperations,
  ...referralOperations,
  ...explanationOperations,
  ...rewardOperations,
  ...reviewOperations,
  ...fraudListOperations,
  fraudReportOperation,
  ...fulfilmentOperations,
  ...standingOperations,
  getStatsOperation,
  ...leaderboardOperations,
  ...walletOperations,
  ...walletUseOperations,
  ...invoiceOperations,
  ...Object.values(endpointOperations),
  ...Object.values(deliveryOperations),
  ...providerOperations,
  ...jobOperations,
  ...suppressionOperations,
  ...emailOperations,
  ...keyOperations,
  ...memberOperations,
  ...privacyOperations,
  ...auditOperations,
  ...healthOperations,
  ...systemOperations,
];
