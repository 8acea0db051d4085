import { auditOperations } from "#http/contract/audit";
import { codeOperations } from "#http/contract/codes";
import { emailOperations } from "#http/contract/emails";
import { suppressionOperations } from "#http/contract/email-suppressions";
import { eventOperations } from "#http/contract/events";
import { invoiceOperations } from "#http/contract/invoices";
import { explanationOperations } from "#http/contract/explanations";
import { keyOperations } from "#http/contract/keys";
import { linkOperations } from "#http/contract/links";
import type { Operation } from "#http/contract/operation";
import { participantOperations } from "#http/contract/participants";
import { programOperations } from "#http/contract/programs";
import { referralOperations } from "#http/contract/referrals";
import { rewardOperations } from "#http/contract/rewards";
import { simulateProgramOperation } from "#http/contract/simulation";
import { standingOperations } from "#http/contract/standing";
import { systemOperations } from "#http/contract/system";
import { walletUseOperations } from "#http/contract/wallet-operations";
import { walletOperations } from "#http/contract/wallets";

/** The whole API, in the order of the document. */
export const operations: readonly Operation[] = [
  ...programOperations,
  simulateProgramOperation,
  ...participantOperations,
  ...linkOperations,
  ...codeOperations,
  ...eventOperations,
  ...referralOperations,
  ...explanationOperations,
  ...rewardOperations,
  ...standingOperations,
  ...walletOperations,
  ...walletUseOperations,
  ...invoiceOperations,
  ...suppressionOperations,
  ...emailOperations,
  ...keyOperations,
  ...auditOperations,
  ...systemOperations,
];
