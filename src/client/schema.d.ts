export interface paths {
    "/v1/programs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List programs */
        get: operations["listPrograms"];
        put?: never;
        /** Create a program from a preset or a document, as a draft */
        post: operations["createProgram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/validate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Check a document without saving it */
        post: operations["validateProgram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a program by id or key */
        get: operations["getProgram"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Pause or resume a program */
        patch: operations["changeProgram"];
        trace?: never;
    };
    "/v1/programs/{id}/draft": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Replace the draft */
        put: operations["changeDraft"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish the draft as the next immutable version
         * @description A draft equal to the current version answers that version with 200.
         */
        post: operations["publishProgram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a program's published versions, newest first */
        get: operations["listVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/clock": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Advance a test program's clock
         * @description The clock stands still until it is advanced again; redirects, windows and expiries follow it. What becomes due on the way happens, in order of time, up to 100 things a request: where `happened.more` is true the clock stopped early, and the same `now` again goes on.
         */
        post: operations["advanceClock"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/simulate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replay a program's past under other rules
         * @description The program's events are decided again under the document, by default its draft, and the end is compared with what the program really did. Nothing is written. A period counts the people whose referral began in it. At most 5,000 events.
         */
        post: operations["simulateProgram"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{kind}/{external_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Register or change a participant by the main app's own id */
        put: operations["upsertParticipant"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List participants */
        get: operations["listParticipants"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a participant */
        get: operations["getParticipant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Change a participant */
        patch: operations["changeParticipant"];
        trace?: never;
    };
    "/v1/participants/{id}/board-preferences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change how boards show a participant, and whether they do
         * @description Both are the participant's own choice, so his token may do it.
         */
        patch: operations["changeBoardPreferences"];
        trace?: never;
    };
    "/v1/participants/{id}/tokens": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Issue a token by which a participant sees and claims what is his
         * @description A JWT that is kept nowhere and ends by itself; within 10 seconds also when the participant is suspended or erased. Whoever has this scope can act for every participant of the mode.
         */
        post: operations["issueToken"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List links, newest first */
        get: operations["listLinks"];
        put?: never;
        /**
         * Get or create a participant's link in a program
         * @description Without `campaign` and `code` it is the participant's default link: 201 when it was made, 200 and unchanged when it was there. With either it is a further link; a `code` that this participant has in this program already answers its link.
         */
        post: operations["issueLink"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/links/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a link with its clicks */
        get: operations["getLink"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** Pause, resume, expire or redirect a link, or give it another code */
        patch: operations["changeLink"];
        trace?: never;
    };
    "/v1/codes/{code}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * For an order page: is the code valid, whose is it, what does the friend get
         * @description Answers 200 for unknown codes too, with `valid: false`; 429 when too many unknown ones came from one address. Codes that exist are answered all the same.
         */
        get: operations["lookUpCode"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List reported events, newest first; `status=parked` shows those that wait for their referee */
        get: operations["listEvents"];
        put?: never;
        /** Report one event */
        post: operations["recordEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Report up to 500 events; each is answered on its own
         * @description Answers come in the order of the events, each with the status that it would have had alone. Events of one referee are taken in the order given.
         */
        post: operations["recordEvents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a reported event by its caller's id */
        get: operations["getEvent"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List referrals, newest first */
        get: operations["listReferrals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a referral with its touches and their weights */
        get: operations["getReferral"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{id}/reassign": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make somebody else the referrer
         * @description What the former referrer got for this referral is taken back, and its history is decided again for the new one. For the one who is the referrer already nothing changes.
         */
        post: operations["reassignReferral"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{id}/conversions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Record a payment by hand that nothing reported
         * @description It counts as verified. The same `payment_ref` with the same content answers the first answer again; one that was reported before is one conversion with it.
         */
        post: operations["recordConversion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{id}/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Say why a referral and its rewards came out as they did */
        get: operations["explainReferral"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/explain": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say whether and why one person referred another, or why not
         * @description People who are not registered are said to be so; only a named program has to exist.
         */
        post: operations["explainPair"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List rewards, newest first */
        get: operations["listRewards"];
        put?: never;
        /**
         * Grant a reward by hand
         * @description Available at once; limits of rules do not bind it. The same `operation_id` with the same content answers the same reward with 200.
         */
        post: operations["grantReward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a reward with its history */
        get: operations["getReward"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards/{id}/claim": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Claim an available reward for its participant */
        post: operations["claimReward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards/{id}/approve": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Let a reward pass that waits for a person */
        post: operations["approveReward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rewards/{id}/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a reward back
         * @description A pending one is voided, any other reversed; the balance goes below zero if it was redeemed.
         */
        post: operations["revokeReward"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what waits for a person, or what was decided
         * @description A cursor is good for the order that it was given in.
         */
        get: operations["listReviews"];
        put?: never;
        /**
         * Have a person look at a referral
         * @description 201: it was opened, for the first time or again after a verdict, whose effects stay. 200: it is open already, and stays as it is.
         */
        post: operations["openReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a review with all that a person decides it by */
        get: operations["getReview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Decide up to 100 reviews alike; each is answered on its own
         * @description Answers come in the order of the ids, each with the status that it would have had alone.
         */
        post: operations["decideReviews"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/reviews/{id}/decide": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Approve, reject or put aside
         * @description The verdict and what it does to rewards are one. Of two at once one wins, the other is told who. The same verdict with the same note, sent again by the same key, changes nothing and completes what was cut off.
         */
        post: operations["decideReview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/referrals/{id}/assessments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what fraud scoring said of a referral, newest first
         * @description For the team: a participant is told what was decided, and never by which signals.
         */
        get: operations["listAssessments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fraud/lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List whom fraud scoring blocks and allows, newest first */
        get: operations["listFraudEntries"];
        put?: never;
        /**
         * Block or allow an email, a domain, a participant, an address or a pattern
         * @description Allow beats block. The same entry again answers the one that is there with 200. A mode has 10000 entries at most.
         */
        post: operations["addFraudEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fraud/lists/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Add up to 500 entries; each is answered on its own
         * @description Answers come in the order of the entries, each with the status that it would have had alone.
         */
        post: operations["addFraudEntries"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fraud/lists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Take an entry off the lists
         * @description What was decided by it stays decided.
         */
        delete: operations["removeFraudEntry"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fraud/report": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Tell precision and recall of fraud scoring, by the verdicts of reviews
         * @description For each signal and rule and overall, for each program and for all. Recall is among what people judged. Where they look at nothing but what scoring found suspicious, abuse that it missed is not among that, and recall is flattered; open reviews of other referrals now and then to measure it.
         */
        get: operations["getFraudReport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfilments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what is handed over outside, the newest reward first */
        get: operations["listFulfilments"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfilments/{reward_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a fulfilment with its calls */
        get: operations["getFulfilment"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/fulfilments/{reward_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Try a fulfilment again that waits or failed
         * @description Within a minute. One that is due already stays as it is.
         */
        post: operations["retryFulfilment"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/standing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a participant's tier, milestones, badges, features and discounts
         * @description In one program, or in the 20 newest that know the participant.
         */
        get: operations["getStanding"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/stats": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a participant's figures: referrals, conversions, rewards, ranks and what happened last
         * @description In one program, or in the 20 newest that know the participant. Costs the same with a million referrals as with ten.
         */
        get: operations["getStats"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a board of a program
         * @description For keys, and for every participant of the program's mode. Ids of participants are for keys alone.
         */
        get: operations["getLeaderboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public/programs/{id}/leaderboard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get a board that everybody may see, without credentials
         * @description Only of a program whose published version says so; every other one is not there. A program of the test mode goes by its id. An answer is kept for 15 seconds.
         */
        get: operations["getPublicLeaderboard"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/programs/{id}/leaders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List the months that are over, with who led them
         * @description As the boards stood when each month was closed; names as they may be shown today.
         */
        get: operations["listLeaders"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/rank": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a participant's place on a board, and who is next to him */
        get: operations["getRank"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/wallet": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a participant's balances and the movements behind them */
        get: operations["getWallet"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/withdrawals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a participant's withdrawals, newest first */
        get: operations["listWithdrawals"];
        put?: never;
        /**
         * Take value out of a participant's wallet, once per operation id
         * @description Uses up what expires first. Never takes more than is there, whatever runs in parallel; a refused withdrawal leaves no trace and may be sent again.
         */
        post: operations["makeWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/withdrawals/{operation_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a withdrawal back into the wallet
         * @description All of it goes back to where it came from, with the expiry it had. A canceled withdrawal stays so.
         */
        post: operations["cancelWithdrawal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/wallet/transactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Record a payment into a wallet, or adjust it, once per operation id */
        post: operations["recordWalletTransaction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Say what a free month would take off an invoice, writing nothing */
        post: operations["previewInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take the participant's oldest-expiring free month off an invoice, once per invoice
         * @description The discount is the amount × one month ÷ the invoice's period, all of it at most, halves up. Without a free month the answer has a discount of 0 and a reason, and the invoice may be applied later.
         */
        post: operations["applyInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invoices/{id}/void": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Give the free month of a voided invoice back, with the expiry it had */
        post: operations["voidInvoice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/endpoints": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List webhook endpoints, newest first, without their secrets */
        get: operations["listWebhookEndpoints"];
        put?: never;
        /**
         * Create a webhook endpoint and get its secret
         * @description At most 20 endpoints of a mode can be enabled at once.
         */
        post: operations["createWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/endpoints/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a webhook endpoint */
        get: operations["getWebhookEndpoint"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change, disable or enable a webhook endpoint
         * @description Endpoints are never deleted; one that is disabled gets no messages. What waits for it becomes `dead` when its turn comes, and can be redelivered once it is enabled again.
         */
        patch: operations["changeWebhookEndpoint"];
        trace?: never;
    };
    "/v1/webhooks/endpoints/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Get a new secret; the one before signs beside it for a while */
        post: operations["rotateWebhookSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/endpoints/{id}/ping": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Send a test.ping to one endpoint now, and see what came of it */
        post: operations["pingWebhookEndpoint"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/endpoints/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List an endpoint's deliveries, newest first */
        get: operations["listWebhookDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/endpoints/{id}/deliveries/{message_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a delivery with every attempt */
        get: operations["getWebhookDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/endpoints/{id}/deliveries/{message_id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send a message to an endpoint again
         * @description Whatever became of it before; the retries start anew.
         */
        post: operations["redeliverMessage"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/webhooks/endpoints/{id}/redeliver": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send an endpoint's messages of a time again
         * @description Oldest first, at most 1000 at once; `next_from` says where to go on.
         */
        post: operations["redeliverMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/messages/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a message with its deliveries */
        get: operations["getMessage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/stripe/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a delivery that Stripe signed
         * @description For Stripe itself: the endpoint of a webhook. Admitted by the `Stripe-Signature` header.
         */
        post: operations["receiveStripeDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/whop/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Take a delivery that Whop signed
         * @description For Whop itself: the endpoint of a webhook. Admitted by `webhook-id`, `webhook-timestamp` and `webhook-signature`.
         */
        post: operations["receiveWhopDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List what providers delivered, newest first; `status=unmapped` shows what nobody is known for */
        get: operations["listProviderDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/deliveries/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get a delivery with its body */
        get: operations["getProviderDelivery"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/deliveries/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Work on a delivery once more, at once; what was made of it before is not made again */
        post: operations["replayProviderDelivery"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider}/customers/{customer_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say whom a provider means by a customer; deliveries that waited for it are taken up */
        put: operations["mapProviderCustomer"];
        post?: never;
        /**
         * Take back whom a provider means by a customer
         * @description What was handed over to the customer stays there, and is still taken back from there.
         */
        delete: operations["unmapProviderCustomer"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider}/customers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List whom a provider means by its customers, in the order of the provider's ids */
        get: operations["listProviderCustomers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/providers/{provider}/payments/{external_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** Say which payment a provider means by an id; deliveries that waited for it are taken up */
        put: operations["mapProviderPayment"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List all jobs with how far each has got
         * @description Jobs work for both modes: keys of either see the same.
         */
        get: operations["listJobs"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{name}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Get one job */
        get: operations["getJob"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{name}/runs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List a job's runs of the last 30 days, newest first */
        get: operations["listJobRuns"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/jobs/{name}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run a job now, whether it is due or not
         * @description Answers when it has run. Running a job again does nothing twice. It runs while `ENABLE_JOBS` is off, too.
         */
        post: operations["runJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/emails/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List whom nobody writes to, by hash
         * @description In no order that says anything: what is kept is a hash of each address.
         */
        get: operations["listEmailSuppressions"];
        put?: never;
        /**
         * Write to an address no more
         * @description Once more is once: the first reason stays.
         */
        post: operations["suppressAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/emails/suppressions/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Write to an address again
         * @description Only when its owner asks for it.
         */
        post: operations["allowAddress"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/emails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List emails, newest first */
        get: operations["listEmails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/emails/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Show an email as a program's draft has it
         * @description With the participant's name, link and newest reward, or with made-up ones. Nothing is sent.
         */
        post: operations["previewEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/emails/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get an email with its text as of now
         * @description The link that unsubscribes leads nowhere here, so that looking takes nobody off the list.
         */
        get: operations["getEmail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/emails/{id}/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send by hand what was kept or given up
         * @description The answer says what came of it. An email of the test mode is kept again.
         */
        post: operations["sendEmail"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List keys, without their secrets */
        get: operations["listKeys"];
        put?: never;
        /**
         * Create a server key of the same mode
         * @description A key can give another only the scopes that it has itself.
         */
        post: operations["createKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke a key, within 10 seconds everywhere
         * @description A key of a member by himself, or by whoever may manage his role.
         */
        delete: operations["revokeKey"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create the key that takes another's place; both are good for a while
         * @description The new key has the old one's name, scopes or member, and its end. A server key is rotated by a key that has all its scopes, a member's by the member or whoever may manage his role.
         */
        post: operations["rotateKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** List the team, newest first, with those who were removed */
        get: operations["listMembers"];
        put?: never;
        /**
         * Add somebody to the team
         * @description Only an owner makes owners; any other role takes every scope that the role has.
         */
        post: operations["addMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/members/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /** Remove a member, and with him all his keys within 10 seconds */
        delete: operations["removeMember"];
        options?: never;
        head?: never;
        /**
         * Give a member another role or name
         * @description Another role holds within 10 seconds for every key of the member. Whoever is raised needs new keys: those that he has are revoked, since others may know their secrets.
         */
        patch: operations["changeMember"];
        trace?: never;
    };
    "/v1/members/{id}/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a key of a member
         * @description It may do what the member's role may, also when he gets a lower one. A higher one ends it.
         */
        post: operations["createMemberKey"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Erase a person, at once and for good
         * @description Takes out of everything that is kept who he was, and leaves what the books say of value. `complete` is false where so many texts are kept that some are still to be searched for him: a job does it within minutes, and so does sending it again. Sent again it changes nothing else.
         */
        post: operations["eraseParticipant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/participants/{id}/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Everything that is kept of a person, a page at a time
         * @description Read on until `next_cursor` is null: all `data` together are the export. Nobody else's data is in it.
         */
        get: operations["exportParticipant"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List what was changed and by whom, newest first
         * @description By actor, action or time the log is looked through a stretch at a time: a page may be short, even empty, and have a `next_cursor` all the same.
         */
        get: operations["listAudit"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Verify the hash chain over the audit log of both modes
         * @description One request verifies about 30,000 rows; go on with `next_after_seq` until it is null. Compare `head` with one that was noted outside of the deployment.
         */
        post: operations["verifyAudit"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Say whether the deployment answers and its database does
         * @description Costs one read: the status is that of the last health check, which runs every five minutes.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Look at everything that can be looked at: stores, backlogs, jobs, ledger and audit log
         * @description The answer is 200 however bad things are; only a database that does not answer is a problem.
         */
        get: operations["reportHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/docs/problems": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Explain every problem code; the `type` of a problem leads here */
        get: operations["getProblems"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        ProgramDocument: {
            /** @description For editors: where this schema is. */
            $schema?: string;
            /** @description As people read it. */
            name: string;
            /** @description An IANA zone such as Europe/London; calendar windows go by it. */
            time_zone: string;
            /** @description Where links lead. */
            destination: {
                /** @description Where links lead unless they say otherwise. */
                url: string;
                /** @description The only hosts that links may lead to. */
                allowed_hosts: string[];
            };
            /** @description Where unknown, paused and expired links lead; left out: a page of Bouquet's own. */
            fallback_url?: string;
            /** @description The cookie that carries a visitor's journey. */
            cookie: {
                /** @description How long it is kept. */
                days: number;
                /** @description To share the cookie with your app. */
                domain?: string;
            };
            /**
             * @description `required`: no cookie is set.
             * @enum {string}
             */
            consent: "not_required" | "required";
            /** @description Visitors who send `Sec-GPC: 1` get no cookie. */
            honor_gpc: boolean;
            /** @description What new codes look like, and how long they live. */
            codes: {
                /**
                 * @description `memorable`: a word and six symbols.
                 * @enum {string}
                 */
                style: "random" | "memorable";
                /** @description Words before the code, by kind of participant; for memorable codes. */
                words?: {
                    [key: string]: string[];
                };
                /** @description How long a code lives. */
                expires_days: number;
            };
            /** @description Which clicks a referral is credited to. */
            attribution: {
                /**
                 * @description How several clicks share a referral.
                 * @enum {string}
                 */
                model: "first_touch" | "last_touch" | "linear" | "time_decay" | "position_based";
                /** @description From a click to the signup it is credited for. */
                window_days: number;
            };
            /** @description Who may refer, beyond having an active account. */
            eligibility?: {
                referrer?: components["schemas"]["Condition"];
            };
            /** @description What earns what. */
            rules: components["schemas"]["Rule"][];
            /** @description The badges that there are. Left out: badges are called as rules and people call them. */
            badges?: components["schemas"]["Badge"][];
            /** @description How referrals are scored for fraud. Left out: by the preset `moderate`. */
            fraud?: {
                /**
                 * @description What to start from. `off`: nothing is scored.
                 * @enum {string}
                 */
                preset: "relaxed" | "moderate" | "strict" | "off";
                /** @description What is otherwise than in the preset, signal by signal. */
                signals?: {
                    /** @description Speaks over its threshold. */
                    velocity?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks over its threshold. */
                    similarity?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    address_clustering?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks over its threshold. */
                    timing?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks under it. */
                    conversion_speed?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks over its threshold. */
                    embedded_touch?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks over its threshold. */
                    click_stuffing?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    shared_device?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    shared_payment?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    refund_after_redemption?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    idle_clicks?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    hasty_signups?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    reused_devices?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    arranged_payments?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    bad_company?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    one_domain?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                    /** @description Speaks from its threshold on. */
                    referrer_doubles?: {
                        /** @description What it adds to the score, in millionths. */
                        weight?: number;
                        /** @description From where on it speaks. */
                        threshold?: number;
                        /** @description From where on it counts all of its weight. */
                        full?: number;
                    };
                };
                /** @description Scores over this are of medium risk; in millionths. */
                medium_over?: number;
                /** @description Scores over this are of high risk; in millionths. */
                high_over?: number;
                /** @description A crowd raises no score over `medium_over` before other signals come to this. */
                crowd_needs?: number;
                /** @description How long a medium risk is held where the rule holds shorter; 14 when left out. */
                hold_days?: number;
            };
            /** @description How each kind of grant in the rules reaches people. */
            fulfilment: {
                /**
                 * @description How credits reach people.
                 * @enum {string}
                 */
                credit?: "wallet" | "invoice_api" | "stripe" | "webhook" | "claim";
                /**
                 * @description How free months reach people.
                 * @enum {string}
                 */
                free_month?: "wallet" | "invoice_api" | "stripe" | "webhook" | "claim";
                /**
                 * @description How premium days reach people.
                 * @enum {string}
                 */
                premium_days?: "wallet" | "invoice_api" | "stripe" | "webhook" | "claim";
                /**
                 * @description How points reach people.
                 * @enum {string}
                 */
                points?: "wallet" | "invoice_api" | "stripe" | "webhook" | "claim";
                /**
                 * @description How discounts reach people.
                 * @enum {string}
                 */
                discount?: "wallet" | "invoice_api" | "stripe" | "webhook" | "claim";
                /**
                 * @description How features reach people.
                 * @enum {string}
                 */
                feature?: "wallet" | "invoice_api" | "stripe" | "webhook" | "claim";
                /**
                 * @description How badges reach people.
                 * @enum {string}
                 */
                badge?: "wallet" | "invoice_api" | "stripe" | "webhook" | "claim";
            };
            /** @description What Stripe is asked for. Left out: free months are credited as `balance`. */
            stripe?: {
                /**
                 * @description `balance`: a credit of what the months are worth. `coupon`: so many months free of charge.
                 * @enum {string}
                 */
                free_month: "balance" | "coupon";
            };
            /** @description What emails say and who sends them. */
            emails?: {
                /** @description By template: what it says instead of Bouquet's own words. */
                templates?: {
                    /** @description To whoever takes part from now on. In braces: {name}, {program}, {link}, {offer}. */
                    welcome?: components["schemas"]["EmailText"];
                    /** @description To somebody who is invited. In braces: {name}, {program}, {referrer}, {message}, {offer}, {until}, {link}. */
                    invitation?: components["schemas"]["EmailText"];
                    /** @description To somebody who has not answered an invitation. In braces: {name}, {program}, {referrer}, {message}, {offer}, {until}, {link}. */
                    reminder?: components["schemas"]["EmailText"];
                    /** @description To whoever has earned a reward that still waits. In braces: {name}, {program}, {reward}, {thanks}, {when}. */
                    earned?: components["schemas"]["EmailText"];
                    /** @description To whoever can use a reward from now on. In braces: {name}, {program}, {reward}, {thanks}, {expiry}. */
                    available?: components["schemas"]["EmailText"];
                    /** @description To whoever has a reward that expires within a week. In braces: {name}, {program}, {reward}, {expiry}. */
                    expiring?: components["schemas"]["EmailText"];
                    /** @description In place of `available`, for a rule with a milestone. In braces: {name}, {program}, {reward}, {milestone}, {description}, {expiry}. */
                    milestone?: components["schemas"]["EmailText"];
                    /** @description In place of `available`, for a rule with a tier. In braces: {name}, {program}, {reward}, {tier}, {expiry}. */
                    tier?: components["schemas"]["EmailText"];
                    /** @description To the team: a reward waits for a person. In braces: {name}, {program}, {reward}, {reward_id}, {rule}. */
                    review_waiting?: components["schemas"]["EmailText"];
                    /** @description To the team: 80 % of a budget are used. In braces: {program}, {rule}, {percent}, {used}, {budget}, {window}. */
                    budget?: components["schemas"]["EmailText"];
                    /** @description To the team: something failed for good. In braces: {program}, {problem}. */
                    failure?: components["schemas"]["EmailText"];
                };
                /** @description Where answers go; left out: to the sender. */
                reply_to?: string;
                /** @description Whose name stands before the sender's address; left out: the program's. */
                sender_name?: string;
            };
            /** @description Who may read the boards. Left out: your keys and participants alone, with names in full. */
            leaderboard?: {
                /** @description `true`: everybody may read the boards, without a key. */
                public: boolean;
                /**
                 * @description How names of those are shown who have not chosen themselves. Left out: `full`.
                 * @enum {string}
                 */
                names?: "full" | "initials" | "hidden";
            };
        };
        /** @description A closed expression over named facts. docs/guides/rules.md says what each fact is. */
        Condition: {
            /** @description Holds when all of them hold. */
            all: components["schemas"]["Condition"][];
        } | {
            /** @description Holds when at least one of them holds. */
            any: components["schemas"]["Condition"][];
        } | {
            not: components["schemas"]["Condition"];
        } | {
            /** @description The fact is that value. */
            eq: [
                "event.type" | "event.amount_minor" | "event.currency" | "event.plan" | "event.interval" | "event.verified" | "referrer.kind" | "referrer.status" | "referrer.category" | "referrer.location" | "referrer.conversions" | "referee.kind" | "referee.status" | "referee.category" | "referee.location" | "referral.channel" | "referral.campaign" | "participant.kind" | "participant.category" | "participant.location" | "participant.conversions" | "participant.referrals" | "participant.conversion_rate_bps" | "participant.months_earned" | "participant.months_led",
                string | number | boolean | null
            ];
        } | {
            /** @description The fact is not that value. */
            ne: [
                "event.type" | "event.amount_minor" | "event.currency" | "event.plan" | "event.interval" | "event.verified" | "referrer.kind" | "referrer.status" | "referrer.category" | "referrer.location" | "referrer.conversions" | "referee.kind" | "referee.status" | "referee.category" | "referee.location" | "referral.channel" | "referral.campaign" | "participant.kind" | "participant.category" | "participant.location" | "participant.conversions" | "participant.referrals" | "participant.conversion_rate_bps" | "participant.months_earned" | "participant.months_led",
                string | number | boolean | null
            ];
        } | {
            /** @description The fact is known, and above that number. */
            gt: [
                "event.type" | "event.amount_minor" | "event.currency" | "event.plan" | "event.interval" | "event.verified" | "referrer.kind" | "referrer.status" | "referrer.category" | "referrer.location" | "referrer.conversions" | "referee.kind" | "referee.status" | "referee.category" | "referee.location" | "referral.channel" | "referral.campaign" | "participant.kind" | "participant.category" | "participant.location" | "participant.conversions" | "participant.referrals" | "participant.conversion_rate_bps" | "participant.months_earned" | "participant.months_led",
                number
            ];
        } | {
            /** @description The fact is known, and at least that number. */
            gte: [
                "event.type" | "event.amount_minor" | "event.currency" | "event.plan" | "event.interval" | "event.verified" | "referrer.kind" | "referrer.status" | "referrer.category" | "referrer.location" | "referrer.conversions" | "referee.kind" | "referee.status" | "referee.category" | "referee.location" | "referral.channel" | "referral.campaign" | "participant.kind" | "participant.category" | "participant.location" | "participant.conversions" | "participant.referrals" | "participant.conversion_rate_bps" | "participant.months_earned" | "participant.months_led",
                number
            ];
        } | {
            /** @description The fact is known, and below that number. */
            lt: [
                "event.type" | "event.amount_minor" | "event.currency" | "event.plan" | "event.interval" | "event.verified" | "referrer.kind" | "referrer.status" | "referrer.category" | "referrer.location" | "referrer.conversions" | "referee.kind" | "referee.status" | "referee.category" | "referee.location" | "referral.channel" | "referral.campaign" | "participant.kind" | "participant.category" | "participant.location" | "participant.conversions" | "participant.referrals" | "participant.conversion_rate_bps" | "participant.months_earned" | "participant.months_led",
                number
            ];
        } | {
            /** @description The fact is known, and at most that number. */
            lte: [
                "event.type" | "event.amount_minor" | "event.currency" | "event.plan" | "event.interval" | "event.verified" | "referrer.kind" | "referrer.status" | "referrer.category" | "referrer.location" | "referrer.conversions" | "referee.kind" | "referee.status" | "referee.category" | "referee.location" | "referral.channel" | "referral.campaign" | "participant.kind" | "participant.category" | "participant.location" | "participant.conversions" | "participant.referrals" | "participant.conversion_rate_bps" | "participant.months_earned" | "participant.months_led",
                number
            ];
        } | {
            /** @description The fact is one of those values. */
            in: [
                "event.type" | "event.amount_minor" | "event.currency" | "event.plan" | "event.interval" | "event.verified" | "referrer.kind" | "referrer.status" | "referrer.category" | "referrer.location" | "referrer.conversions" | "referee.kind" | "referee.status" | "referee.category" | "referee.location" | "referral.channel" | "referral.campaign" | "participant.kind" | "participant.category" | "participant.location" | "participant.conversions" | "participant.referrals" | "participant.conversion_rate_bps" | "participant.months_earned" | "participant.months_led",
                (string | number | boolean | null)[]
            ];
        };
        /** @description What earns what. */
        Rule: {
            /** @description Names the rule for ever: a reward is paid once per rule, grant and occasion. */
            key: string;
            /** @description What earns. */
            on: {
                /**
                 * @description What the referee does.
                 * @enum {string}
                 */
                event: "signup_started" | "signup" | "trial_started" | "activated" | "payment";
                /** @description Which of the referee's payments that pass. Other events happen once: `first`. */
                occurrence: ("first" | "every") | {
                    /** @description Only the n-th. */
                    nth: number;
                } | {
                    /** @constant */
                    every: true;
                    /** @description So many at most. */
                    at_most?: number;
                    /** @description Within so many months of the first. */
                    for_months?: number;
                };
            } | {
                /** @description Each n-th of the referrals that count, or the n-th once. */
                count: {
                    /** @description Each n-th. */
                    every: number;
                } | {
                    /** @description The n-th, once. */
                    reaches: number;
                };
            } | {
                /**
                 * @description `month`: the first of the whole program. `category_month`: the first of each category.
                 * @enum {string}
                 */
                leader: "month" | "category_month";
            };
            /** @description When a referral counts. */
            qualify?: {
                /** @description Only payments reported by a provider or a trusted key. */
                verified?: boolean;
                /** @description Only when the referee has stayed so long after the first payment that passes. */
                stay_days?: number;
            };
            /** @description The kinds of participant on either side; a side left out: any. */
            flow?: {
                /** @description Who refers. */
                referrer?: string[];
                /** @description Who is referred. */
                referee?: string[];
            };
            /** @description What must hold for an occasion to pass. */
            when?: components["schemas"]["Condition"];
            /** @description What it earns. */
            grant: components["schemas"]["Grant"][];
            /** @description All of them bind. */
            limit?: ({
                /**
                 * @description Whose rewards are counted together.
                 * @enum {string}
                 */
                per: "referrer" | "referee" | "pair" | "rule" | "campaign" | "program";
                /**
                 * @description By the program's calendar; weeks begin on Monday. Left out: for ever.
                 * @enum {string}
                 */
                window?: "ever" | "calendar_day" | "calendar_week" | "calendar_month" | "calendar_quarter" | "calendar_year";
                /**
                 * @description A reward that finds no place is denied.
                 * @constant
                 */
                on_exceed?: "deny";
                /** @description So many rewards. */
                max: number;
            } | {
                /**
                 * @description Whose rewards are counted together.
                 * @enum {string}
                 */
                per: "referrer" | "referee" | "pair" | "rule" | "campaign" | "program";
                /**
                 * @description By the program's calendar; weeks begin on Monday. Left out: for ever.
                 * @enum {string}
                 */
                window?: "ever" | "calendar_day" | "calendar_week" | "calendar_month" | "calendar_quarter" | "calendar_year";
                /**
                 * @description A reward that finds no place is denied.
                 * @constant
                 */
                on_exceed?: "deny";
                /** @description So much of a unit. */
                budget: {
                    /** @description An ISO 4217 code, credits, free_months, premium_days or points. */
                    unit: string;
                    /** @description How much, in the unit's smallest part. */
                    amount_minor: number;
                };
            })[];
            /** @description How long a reward waits before it is available. */
            hold?: {
                /** @description From what earned it. */
                days: number;
            } | {
                /** @constant */
                until: "weekly_award";
            };
            /** @description What is taken back, and when; left out: nothing. */
            reverse?: {
                /** @description What takes back. */
                on: ("refund" | "dispute_lost" | "subscription_canceled" | "churned")[];
                /** @description Only what happens within so many days of the earning. */
                within_days?: number;
                /**
                 * @description `proportional`: the refunded share. `full`: everything, on any refund.
                 * @enum {string}
                 */
                policy: "proportional" | "full";
                /**
                 * @description Left out, or `negative_balance`: the next reward nets it. `keep`: what was redeemed stays.
                 * @enum {string}
                 */
                after_redemption?: "negative_balance" | "keep";
            };
            /** @description Counted from the release. Left out: never. */
            expires_days?: number;
            /**
             * @description `manual`: the participant claims it before it expires. `automatic` when left out.
             * @enum {string}
             */
            claim?: "automatic" | "manual";
            /** @description Rewards for payments over this amount wait for a person. */
            review?: {
                /** @description In the payment's currency. */
                over_minor: number;
            };
            /** @description Shows what a count or a leader earns as a milestone, in these words. */
            milestone?: {
                /** @description What it is called. */
                title: string;
                /** @description What it takes. */
                description: string;
                /** @description What it earns. */
                reward: string;
            };
            /** @description Reaching the count is a level held; the highest is the participant's tier. */
            tier?: {
                /** @description Names the tier. */
                key: string;
                /** @description As people read it. */
                title: string;
            };
        };
        /** @description One promise to one side. */
        Grant: ({
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "credit";
            /** @description In the unit's smallest part: 2500 is GBP 25.00 or 25 credits. */
            amount_minor: number;
            /** @description An ISO 4217 code, or `credits`, which have two decimals. */
            currency: string;
            /** @description Every factor whose condition holds applies; the result is rounded once, halves up. */
            multiply?: {
                when: components["schemas"]["Condition"];
                /** @description In basis points: 15000 is half as much again. */
                by_bps: number;
            }[];
        } | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "credit";
            /** @description How much for each plan of the payment, in the unit's smallest part. */
            by_plan: {
                [key: string]: number;
            };
            /** @description For every other plan, and for payments without one. */
            default_minor: number;
            /** @description An ISO 4217 code, or `credits`, which have two decimals. */
            currency: string;
            /** @description Every factor whose condition holds applies; the result is rounded once, halves up. */
            multiply?: {
                when: components["schemas"]["Condition"];
                /** @description In basis points: 15000 is half as much again. */
                by_bps: number;
            }[];
        } | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "credit";
            /** @description A share of the payment, in basis points: 500 is 5 %. */
            rate_bps: number;
            /** @description At most so much, before it is multiplied. */
            max_minor?: number;
            /** @description Left out: the payment's currency. */
            currency?: string;
            /** @description Every factor whose condition holds applies; the result is rounded once, halves up. */
            multiply?: {
                when: components["schemas"]["Condition"];
                /** @description In basis points: 15000 is half as much again. */
                by_bps: number;
            }[];
        }) | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "free_month";
            /** @description Months. */
            quantity: number;
            /** @description For reports and budgets in money only. */
            worth?: {
                /** @description In the smallest part of the currency: 4900 is GBP 49.00. */
                amount_minor: number;
                /** @description An ISO 4217 code. */
                currency: string;
            };
        } | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "premium_days";
            /** @description Days. */
            quantity: number;
        } | ({
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "points";
            /** @description Points. */
            quantity: number;
            /** @description Every factor whose condition holds applies; the result is rounded once, halves up. */
            multiply?: {
                when: components["schemas"]["Condition"];
                /** @description In basis points: 15000 is half as much again. */
                by_bps: number;
            }[];
        } | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "points";
            /** @description How much for each plan of the payment, in the unit's smallest part. */
            by_plan: {
                [key: string]: number;
            };
            /** @description For every other plan, and for payments without one. */
            default_minor: number;
            /** @description Every factor whose condition holds applies; the result is rounded once, halves up. */
            multiply?: {
                when: components["schemas"]["Condition"];
                /** @description In basis points: 15000 is half as much again. */
                by_bps: number;
            }[];
        } | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "points";
            /** @description A share of the payment, in basis points: 500 is 5 %. */
            rate_bps: number;
            /** @description At most so much, before it is multiplied. */
            max_minor?: number;
            /** @description Every factor whose condition holds applies; the result is rounded once, halves up. */
            multiply?: {
                when: components["schemas"]["Condition"];
                /** @description In basis points: 15000 is half as much again. */
                by_bps: number;
            }[];
        }) | ({
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "discount";
            /** @description In basis points: 2500 is a quarter off. */
            percent_bps: number;
            /** @description Off what. */
            label?: string;
        } | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "discount";
            /** @description In the smallest part of the currency: 4900 is GBP 49.00. */
            amount_minor: number;
            /** @description An ISO 4217 code. */
            currency: string;
            /** @description Off what. */
            label?: string;
        }) | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "feature";
            /** @description Your own name for it. */
            feature: string;
        } | {
            /**
             * @description Who gets it.
             * @enum {string}
             */
            to: "referrer" | "referee";
            /** @constant */
            kind: "badge";
            /** @description A key of the program's `badges`; where it has none, as people read it. */
            badge: string;
        };
        /** @description A badge of the catalogue. */
        Badge: {
            /** @description Names the badge for ever: grants of badges name it, and so do rewards. */
            key: string;
            /** @description As people read it. */
            name: string;
            /** @description A short name that your app has a picture for, or an emoji. */
            icon: string;
            /** @description What it takes, or what it stands for. */
            description: string;
            /** @description `#rrggbb` */
            color: string;
            /** @description On facts about the participant: whoever meets it gets the badge, once. */
            condition?: components["schemas"]["Condition"];
            /**
             * @description When the condition is looked at: left out, or `at_once`; `weekly`: Sundays, 03:00 UTC.
             * @enum {string}
             */
            award?: "at_once" | "weekly";
        };
        /** @description What replaces a template's own words; what is left out stays. */
        EmailText: {
            /** @description `false`: this email is not sent. */
            enabled?: boolean;
            /** @description The subject, which is the heading too. */
            subject?: string;
            /** @description The paragraphs, split by blank lines. */
            body?: string;
            /** @description What stands on the button, for templates that have one. */
            button?: string;
        };
        Event: {
            /** @description The caller's own; the same id with the same content answers the first answer again. */
            id: string;
            /** @enum {string} */
            type: "signup_started" | "signup" | "trial_started" | "activated" | "payment" | "refund" | "dispute_opened" | "dispute_won" | "dispute_lost" | "subscription_canceled" | "churned";
            /** Format: date-time */
            occurred_at?: string;
            program?: string;
            referee?: {
                external_id: string;
                kind: string;
                /** Format: email */
                email?: string;
                name?: string;
                /** Format: date-time */
                created_at?: string;
                organization?: string;
            };
            click?: string;
            code?: string;
            /** @enum {string} */
            code_source?: "typed" | "url";
            payment_ref?: string;
            dispute_id?: string;
            amount_minor?: number;
            currency?: string;
            plan?: string;
            /** @enum {string} */
            interval?: "month" | "year";
            mrr_minor?: number;
            payment_fingerprint?: string;
            context?: {
                [key: string]: string | number | boolean | null;
            };
            source_details?: {
                [key: string]: string | number | boolean | null;
            };
        };
        /** @description As in a rule, but for whom, and fixed: there is no payment to measure it by. */
        HandGrant: {
            /** @constant */
            kind: "credit";
            amount_minor: number;
            currency: "credits" | string;
        } | {
            /** @constant */
            kind: "free_month";
            quantity: number;
            worth?: {
                amount_minor: number;
                currency: string;
            };
        } | {
            /** @constant */
            kind: "premium_days";
            quantity: number;
        } | {
            /** @constant */
            kind: "points";
            quantity: number;
        } | {
            /** @constant */
            kind: "discount";
            percent_bps?: number;
            amount_minor?: number;
            currency?: string;
            label?: string;
        } | {
            /** @constant */
            kind: "feature";
            feature: string;
        } | {
            /** @constant */
            kind: "badge";
            badge: string;
        };
        __schema0: string | number | boolean | null | components["schemas"]["__schema0"][] | {
            [key: string]: components["schemas"]["__schema0"];
        };
        __schema1: string | number | boolean | null | components["schemas"]["__schema1"][] | {
            [key: string]: components["schemas"]["__schema1"];
        };
        __schema2: string | number | boolean | null | components["schemas"]["__schema2"][] | {
            [key: string]: components["schemas"]["__schema2"];
        };
        Program: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            key: string;
            /** @enum {string} */
            status: "active" | "paused";
            current_version: number | null;
            draft: components["schemas"]["ProgramDocument"];
            /** @description A test program's own time, standing still; null: real time. */
            clock: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        Problem: {
            /** @description Where the deployment documents the code: `/docs/problems#code`. */
            type: string;
            title: string;
            status: number;
            detail: string;
            code: string;
            request_id: string;
            issues?: {
                path: string;
                message: string;
            }[];
        } & {
            [key: string]: unknown;
        };
        ProgramPage: {
            data: components["schemas"]["Program"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ProgramCheck: {
            valid: boolean;
            issues: components["schemas"]["Issue"][];
        };
        Issue: {
            path: string;
            message: string;
        };
        ProgramVersion: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            version: number;
            document: components["schemas"]["ProgramDocument"];
            /**
             * Format: date-time
             * @description By the program's clock.
             */
            published_at: string;
            published_by: string;
        };
        ProgramVersionPage: {
            data: components["schemas"]["ProgramVersion"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ProgramAdvance: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            key: string;
            /** @enum {string} */
            status: "active" | "paused";
            current_version: number | null;
            draft: components["schemas"]["ProgramDocument"];
            /** @description A test program's own time, standing still; null: real time. */
            clock: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            happened: {
                /** @description Referrals that have stayed as long as the rules ask. */
                stays_ended: number;
                rewards_released: number;
                rewards_expired: number;
                /** @description By their conditions, on the Sundays on the way. */
                badges_awarded: number;
                /** @description On the boards, with what their leaders get. */
                months_closed: number;
                /** @description Tried in vain, and due again when the clock is advanced. */
                failed: number;
                /** @description The clock stopped early: send the same `now` again. */
                more: boolean;
            };
        };
        Simulation: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /**
             * Format: date-time
             * @description The program's time, up to which time passed.
             */
            now: string;
            events: {
                replayed: number;
                /** @description Replayed events that these rules would have refused. */
                refused: number;
            };
            rules: {
                rule: string;
                simulated: components["schemas"]["RewardSum"];
                actual: components["schemas"]["RewardSum"];
                difference: components["schemas"]["RewardSum"];
            }[];
            totals: {
                simulated: components["schemas"]["SimulationTotal"];
                actual: components["schemas"]["SimulationTotal"];
                difference: components["schemas"]["SimulationTotal"];
            };
        };
        RewardSum: {
            /** @description How many rewards stand in each state. */
            states: {
                [key: string]: number;
            };
            /** @description Quantities in each unit's smallest part. */
            units: {
                unit: string;
                granted: number;
                denied: number;
                reversed: number;
                expired: number;
                /** @description Granted, and neither taken back nor expired. */
                standing: number;
            }[];
            /** @description What stands costs so much; units without a price are not in it. */
            costs: {
                currency: string;
                amount_minor: number;
            }[];
            denials: {
                reason: string;
                rewards: number;
            }[];
        };
        SimulationTotal: {
            /** @description How many rewards stand in each state. */
            states: {
                [key: string]: number;
            };
            /** @description Quantities in each unit's smallest part. */
            units: {
                unit: string;
                granted: number;
                denied: number;
                reversed: number;
                expired: number;
                /** @description Granted, and neither taken back nor expired. */
                standing: number;
            }[];
            /** @description What stands costs so much; units without a price are not in it. */
            costs: {
                currency: string;
                amount_minor: number;
            }[];
            denials: {
                reason: string;
                rewards: number;
            }[];
            referrals: number;
            conversions: number;
        };
        Participant: {
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            kind: string;
            external_id: string;
            name: string | null;
            email: string | null;
            organization: string | null;
            category: string | null;
            location: string | null;
            avatar_url: string | null;
            profile: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            status: "active" | "suspended" | "inactive";
            registered_at: string | null;
            /** @description How boards show his name; null: as the program says. */
            board_name: ("full" | "initials" | "hidden") | null;
            /** @description True: he stands on no board. */
            board_opt_out: boolean;
            /** @description Since when nothing is kept of the person but an id. */
            erased_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        ParticipantPage: {
            data: components["schemas"]["Participant"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ParticipantToken: {
            /** @description For `Authorization: Bearer`, in the participant's browser. */
            token: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            /** Format: date-time */
            expires_at: string;
        };
        Link: {
            /** @example lnk_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            /** @description The program's key. */
            program: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            code: string;
            /** @description Earlier codes; they keep working. */
            former_codes: string[];
            url: string;
            qr_svg_url: string;
            qr_png_url: string;
            default: boolean;
            /** @enum {string} */
            channel: "link" | "qr" | "email" | "social" | "direct";
            campaign: string | null;
            /** @description Where clicks lead now: to the link's own destination, else to the one that its program has published. */
            destination_url: string;
            /** @description False for a link that follows its program to whatever destination is published. */
            own_destination: boolean;
            message: string | null;
            context: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            status: "active" | "paused" | "expired";
            /** @description Whether clicks are redirected to the destination now. */
            usable: boolean;
            /** @description Why they are not. */
            reason: ("program_unpublished" | "program_paused" | "code_expired" | "code_paused" | "destination_not_allowed") | null;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        LinkPage: {
            data: components["schemas"]["Link"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        LinkWithClicks: {
            /** @example lnk_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            /** @description The program's key. */
            program: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            code: string;
            /** @description Earlier codes; they keep working. */
            former_codes: string[];
            url: string;
            qr_svg_url: string;
            qr_png_url: string;
            default: boolean;
            /** @enum {string} */
            channel: "link" | "qr" | "email" | "social" | "direct";
            campaign: string | null;
            /** @description Where clicks lead now: to the link's own destination, else to the one that its program has published. */
            destination_url: string;
            /** @description False for a link that follows its program to whatever destination is published. */
            own_destination: boolean;
            message: string | null;
            context: {
                [key: string]: unknown;
            } | null;
            /** @enum {string} */
            status: "active" | "paused" | "expired";
            /** @description Whether clicks are redirected to the destination now. */
            usable: boolean;
            /** @description Why they are not. */
            reason: ("program_unpublished" | "program_paused" | "code_expired" | "code_paused" | "destination_not_allowed") | null;
            /** Format: date-time */
            expires_at: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            clicks: {
                human: number;
                repeat: number;
                bot: number;
                preview: number;
                prefetch: number;
                by_channel: {
                    [key: string]: components["schemas"]["ClickTallies"];
                };
            };
        };
        ClickTallies: {
            human: number;
            repeat: number;
            bot: number;
            preview: number;
            prefetch: number;
        };
        Code: {
            /** @description As it is matched: trimmed and in upper case. */
            code: string;
            valid: boolean;
            /** @description Why the code is not valid. */
            reason: ("code_unknown" | "program_unpublished" | "program_paused" | "code_paused" | "code_expired" | "referrer_suspended" | "referrer_ineligible") | null;
            program: string | null;
            link_id: string | null;
            /** @description Whether clicks on the code's link are redirected now. A code can be valid where its link is not. */
            link_usable: boolean;
            referrer: {
                /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
                id: string;
                display_name: string | null;
            } | null;
            friend_gets: {
                rule: string;
                event: string;
                /** @description In words: `up to 50 credits`. */
                what: string;
                /** @description In words: `when you make your first payment`. */
                when: string;
                kind: string;
                quantity?: number;
                amount_minor?: number;
                currency?: string;
                worth?: {
                    amount_minor: number;
                    currency: string;
                };
                by_plan?: {
                    [key: string]: number;
                };
                default_minor?: number;
                rate_bps?: number;
                max_minor?: number;
                percent_bps?: number;
                label?: string;
                feature?: string;
                badge?: string;
            }[];
        };
        EventAnswer: {
            event_id: string;
            /**
             * @description `parked`: kept, and taken up when the referee binds. `erased`: sent again after its person was erased; nothing is made of it.
             * @enum {string}
             */
            status: "applied" | "parked" | "erased";
            outcomes: components["schemas"]["EventOutcome"][];
        };
        EventOutcome: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            referral_id: string | null;
            referrer_id: string | null;
            stage: string | null;
            conversion: {
                /** @example cnv_1jkq0v4n8aB3dE5fG7hJ9kL */
                id: string;
                payment_ref: string;
                ordinal: number;
            } | null;
            rewards: {
                /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
                id: string;
                rule: string;
                /** @enum {string} */
                to: "referrer" | "referee";
                /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
                beneficiary_id: string;
                kind: string;
                quantity: number;
                unit: string;
                state: string;
            }[];
            denials: {
                code: string;
                rule: string | null;
                participant_id: string | null;
            }[];
        };
        InboxEventPage: {
            data: components["schemas"]["InboxEvent"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        InboxEvent: {
            id: string;
            type: string;
            /** @enum {string} */
            status: "pending" | "parked" | "applied" | "refused";
            program_id: string | null;
            referee_id: string | null;
            payment_ref: string | null;
            verified: boolean;
            /** Format: date-time */
            occurred_at: string;
            /** Format: date-time */
            received_at: string;
            reported_by: string;
            answer: components["schemas"]["EventAnswer"] | null;
            /** @description Why an event that was stored before it could be decided was refused later. */
            refusal: string | null;
        };
        EventBatchAnswer: {
            data: ({
                /** @constant */
                status: 200;
                answer: components["schemas"]["EventAnswer"];
            } | {
                status: number;
                problem: components["schemas"]["Problem"];
            })[];
        };
        ReferralPage: {
            data: components["schemas"]["Referral"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Referral: {
            /** @example ref_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            referrer_id: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            referee_id: string;
            /** @description For participants alone: first name and initial of who came, null where it is not known. */
            referee_name?: string | null;
            /** @example lnk_1jkq0v4n8aB3dE5fG7hJ9kL */
            link_id: string;
            /** @enum {string} */
            evidence: "typed" | "journey" | "url" | "invitation";
            channel: string;
            campaign: string | null;
            model: string;
            /** @description The program version whose promises hold for this referral. */
            version: number;
            stage: string;
            funnel: {
                /** Format: date-time */
                link_created_at: string;
                link_clicked_at: string | null;
                signup_started_at: string | null;
                /** Format: date-time */
                signed_up_at: string;
                activated_at: string | null;
                converted_at: string | null;
                rewarded_at: string | null;
                retained_at: string | null;
                churned_at: string | null;
            };
            source: unknown;
            /** Format: date-time */
            created_at: string;
        };
        ReferralWithTouches: {
            /** @example ref_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            referrer_id: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            referee_id: string;
            /** @description For participants alone: first name and initial of who came, null where it is not known. */
            referee_name?: string | null;
            /** @example lnk_1jkq0v4n8aB3dE5fG7hJ9kL */
            link_id: string;
            /** @enum {string} */
            evidence: "typed" | "journey" | "url" | "invitation";
            channel: string;
            campaign: string | null;
            model: string;
            /** @description The program version whose promises hold for this referral. */
            version: number;
            stage: string;
            funnel: {
                /** Format: date-time */
                link_created_at: string;
                link_clicked_at: string | null;
                signup_started_at: string | null;
                /** Format: date-time */
                signed_up_at: string;
                activated_at: string | null;
                converted_at: string | null;
                rewarded_at: string | null;
                retained_at: string | null;
                churned_at: string | null;
            };
            source: unknown;
            /** Format: date-time */
            created_at: string;
            touches: components["schemas"]["Touch"][];
        };
        Touch: {
            code: string;
            link_id: string | null;
            owner_id: string | null;
            /** Format: date-time */
            at: string;
            channel: string;
            campaign: string | null;
            variant: string | null;
            /** @description Millionths; the weights of a referral sum to 1,000,000. */
            weight: number;
            /** @description Why the touch counted for nothing. */
            dropped: string | null;
        };
        Explanation: {
            /** @example ref_1jkq0v4n8aB3dE5fG7hJ9kL */
            referral_id: string;
            program: string;
            referrer: {
                id: string;
                name: string;
            };
            referee: {
                id: string;
                name: string;
            };
            stage: string;
            /** @description What was decided and done, in order; of very long histories the newest part. */
            sentences: {
                /** @description What the sentence says, for programs; new ones may come. */
                code: string;
                /** Format: date-time */
                at: string;
                /** Format: date-time */
                decided_at: string;
                text: string;
            }[];
            /** @description Where each reward stands now, and why. */
            rewards: components["schemas"]["RewardStanding"][];
        };
        RewardStanding: {
            /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
            reward_id: string;
            state: string;
            /** @description What it waits for, or what became of it, such as `waits_for_review`. */
            code: string;
            text: string;
        };
        PairExplanation: {
            /** @description Null for somebody who is not registered. */
            referrer: {
                id: string;
                name: string;
            } | null;
            referee: {
                id: string;
                name: string;
            } | null;
            /** @description What holds for the two in every program. */
            sentences: components["schemas"]["Sentence"][];
            /** @description The programs in which they could have met, 20 at most. */
            programs: components["schemas"]["MeetingExplanation"][];
        };
        Sentence: {
            /** @description What the sentence says, for programs; new ones may come. */
            code: string;
            /** @description Null for what has no moment, such as that nothing was reported. */
            at: string | null;
            text: string;
        };
        MeetingExplanation: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @description The referral of the one by the other. */
            referral_id: string | null;
            stage: string | null;
            sentences: components["schemas"]["Sentence"][];
            rewards: components["schemas"]["RewardStanding"][];
        };
        RewardPage: {
            data: components["schemas"]["Reward"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Reward: {
            /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            referral_id: string | null;
            rule: string;
            grant_index: number;
            /** @description What earned it: a payment_ref, a referral's event, an ordinal, a month that was led or an operation id. Null to participants. */
            subject: string | null;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            beneficiary_id: string;
            /** @enum {string} */
            side: "referrer" | "referee";
            kind: string;
            unit: string;
            /** @description In the unit's smallest part. */
            quantity: number;
            reversed_quantity: number;
            redeemed_quantity: number;
            /** @description Which feature or badge (its key, where the program has a catalogue), or off what a discount is. */
            label: string | null;
            worth: {
                amount_minor: number;
                currency: string;
            } | null;
            /** @enum {string} */
            state: "pending" | "available" | "redeemed" | "denied" | "voided" | "expired" | "reversed";
            /** @enum {string} */
            claim: "automatic" | "manual";
            /** @description It waits for `POST /v1/rewards/{id}/approve`. */
            needs_review: boolean;
            /** @description It waits for the end of a dispute. */
            disputed: boolean;
            /** @description The count of referrals that earned it, where a rule counts them. */
            ordinal: number | null;
            version: number;
            /** Format: date-time */
            earned_at: string;
            release_at: string | null;
            expires_at: string | null;
            /** Format: date-time */
            created_at: string;
        };
        RewardWithHistory: {
            /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            referral_id: string | null;
            rule: string;
            grant_index: number;
            /** @description What earned it: a payment_ref, a referral's event, an ordinal, a month that was led or an operation id. Null to participants. */
            subject: string | null;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            beneficiary_id: string;
            /** @enum {string} */
            side: "referrer" | "referee";
            kind: string;
            unit: string;
            /** @description In the unit's smallest part. */
            quantity: number;
            reversed_quantity: number;
            redeemed_quantity: number;
            /** @description Which feature or badge (its key, where the program has a catalogue), or off what a discount is. */
            label: string | null;
            worth: {
                amount_minor: number;
                currency: string;
            } | null;
            /** @enum {string} */
            state: "pending" | "available" | "redeemed" | "denied" | "voided" | "expired" | "reversed";
            /** @enum {string} */
            claim: "automatic" | "manual";
            /** @description It waits for `POST /v1/rewards/{id}/approve`. */
            needs_review: boolean;
            /** @description It waits for the end of a dispute. */
            disputed: boolean;
            /** @description The count of referrals that earned it, where a rule counts them. */
            ordinal: number | null;
            version: number;
            /** Format: date-time */
            earned_at: string;
            release_at: string | null;
            expires_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description Empty to participants. */
            transitions: components["schemas"]["RewardTransition"][];
            /** @description The same as it may be told to the participant: by whom and why something was checked is not in it. */
            timeline: components["schemas"]["RewardTimelineEntry"][];
        };
        RewardTransition: {
            from: string | null;
            to: string;
            reason: string;
            /** @description What the person who did it gave as a reason. */
            note: string | null;
            actor: string;
            /** Format: date-time */
            at: string;
        };
        RewardTimelineEntry: {
            /** @enum {string} */
            code: "earned" | "granted" | "waits" | "being_checked" | "under_review" | "disputed" | "dispute_settled" | "approved" | "available" | "used" | "given_back" | "expired" | "not_given" | "not_approved" | "taken_back";
            /** Format: date-time */
            at: string;
            text: string;
        };
        ReviewPage: {
            data: components["schemas"]["Review"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Review: {
            /** @example rvw_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @example ref_1jkq0v4n8aB3dE5fG7hJ9kL */
            referral_id: string;
            /** @enum {string} */
            status: "open" | "approved" | "rejected";
            /** @description Of the assessment that asked for it, in millionths; 0 without one. */
            score: number;
            /** @description Null: a person opened it. */
            assessment_id: string | null;
            /** @description Until when somebody has put it aside. */
            held_until: string | null;
            /** @description Of whoever opened it, put it aside or decided last. */
            note: string | null;
            decided_by: string | null;
            decided_at: string | null;
            /** Format: date-time */
            created_at: string;
        };
        ReviewWithGrounds: {
            /** @example rvw_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @example ref_1jkq0v4n8aB3dE5fG7hJ9kL */
            referral_id: string;
            /** @enum {string} */
            status: "open" | "approved" | "rejected";
            /** @description Of the assessment that asked for it, in millionths; 0 without one. */
            score: number;
            /** @description Null: a person opened it. */
            assessment_id: string | null;
            /** @description Until when somebody has put it aside. */
            held_until: string | null;
            /** @description Of whoever opened it, put it aside or decided last. */
            note: string | null;
            decided_by: string | null;
            decided_at: string | null;
            /** Format: date-time */
            created_at: string;
            referral: components["schemas"]["Referral"];
            referrer: components["schemas"]["Participant"];
            referee: components["schemas"]["Participant"];
            /** @description The newest ten; `GET /v1/referrals/{id}/assessments` lists all. */
            assessments: components["schemas"]["FraudAssessment"][];
            /** @description The referral's pending rewards, the newest hundred. */
            waiting_rewards: components["schemas"]["Reward"][];
        };
        FraudAssessment: {
            /** @example asm_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @example ref_1jkq0v4n8aB3dE5fG7hJ9kL */
            referral_id: string;
            /** @enum {string} */
            moment: "decision" | "release";
            version: number;
            /** @description Millionths. */
            score: number;
            /** @enum {string} */
            risk: "low" | "medium" | "high";
            /** @enum {string} */
            action: "approve" | "hold" | "review" | "reject";
            signals: {
                signal: string;
                /** @description In the unit of its threshold; null: nothing to measure. */
                measure: number | null;
                threshold: number;
                /** @description How strongly it speaks, in millionths; 0: it does not. */
                value: number;
                /** @description Millionths. */
                weight: number;
                /** @description What it adds to the score, in millionths. */
                points: number;
                /**
                 * @description By whom it was found.
                 * @default []
                 */
                participants: string[];
                /** @default null */
                note: string | null;
            }[];
            rules: {
                rule: string;
                /** @enum {string} */
                action: "approve" | "hold" | "review" | "reject";
                about: string;
                /** @description Ids of participants and of list entries, and reason codes. */
                evidence: string[];
            }[];
            /** @description The list entry for which a score was not acted on. */
            allowed_by: string | null;
            /** Format: date-time */
            at: string;
        };
        ReviewBatchAnswer: {
            data: ({
                /** @constant */
                status: 200;
                decision: components["schemas"]["ReviewDecision"];
            } | {
                status: number;
                problem: components["schemas"]["Problem"];
            })[];
        };
        ReviewDecision: {
            review: components["schemas"]["Review"];
            /** @description How many of the referral's rewards this request moved. */
            rewards: {
                /** @description That waited for review. */
                approved: number;
                /** @description Of these, what nothing else kept. */
                released: number;
                /** @description Pending ones. */
                voided: number;
                /** @description Available and used ones; the balance may go below zero. */
                reversed: number;
                /** @description After an approval: what was voided or reversed before, and stays so. Grant anew what is owed. */
                stay_taken_back: number;
            };
        };
        FraudAssessmentPage: {
            data: components["schemas"]["FraudAssessment"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        FraudListPage: {
            data: components["schemas"]["FraudListEntry"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        FraudListEntry: {
            /** @example fle_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            effect: "allow" | "block";
            /** @enum {string} */
            kind: "email" | "domain" | "participant" | "address" | "pattern";
            /** @description Normalised. Of an erased person `erased:…`, so that a block outlives the mailbox. */
            value: string;
            /** @description Null: it holds in every program of its mode. */
            program_id: string | null;
            note: string | null;
            created_by: string;
            /** Format: date-time */
            created_at: string;
            expires_at: string | null;
        };
        FraudListBatchAnswer: {
            data: ({
                status: 200 | 201;
                entry: components["schemas"]["FraudListEntry"];
            } | {
                status: number;
                problem: components["schemas"]["Problem"];
            })[];
        };
        FraudReport: {
            /** @description Of so many of the newest reviews that were decided, at most, by when they were opened first. */
            newest_verdicts: number;
            /** @description There are older verdicts, which are left out. */
            has_older: boolean;
            /** @description Verdicts on referrals that nothing had assessed; not counted. */
            unassessed: number;
            note: string;
            all: {
                /** @description On referrals that had been assessed by then. */
                verdicts: number;
                /** @description Caught: held, reviewed or rejected. */
                overall: components["schemas"]["Accuracy"];
                /** @description Of the honest, whom scoring would have turned away unseen. */
                honest_denied: components["schemas"]["Share"];
                honest_reviewed: components["schemas"]["Share"];
                /** @description Caught: the signal spoke. */
                signals: {
                    [key: string]: components["schemas"]["Accuracy"];
                };
                rules: {
                    [key: string]: components["schemas"]["Accuracy"];
                };
            };
            programs: {
                /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
                program_id: string;
                program: string;
                /** @description On referrals that had been assessed by then. */
                verdicts: number;
                /** @description Caught: held, reviewed or rejected. */
                overall: components["schemas"]["Accuracy"];
                /** @description Of the honest, whom scoring would have turned away unseen. */
                honest_denied: components["schemas"]["Share"];
                honest_reviewed: components["schemas"]["Share"];
                /** @description Caught: the signal spoke. */
                signals: {
                    [key: string]: components["schemas"]["Accuracy"];
                };
                rules: {
                    [key: string]: components["schemas"]["Accuracy"];
                };
            }[];
        };
        /** @description In millionths, with the bounds of Wilson's 95 % interval; null where nothing was counted. */
        Share: {
            part: number;
            whole: number;
            ratio: number;
            low: number;
            high: number;
        } | null;
        /** @description Abuse is what was rejected, honest what was approved. */
        Accuracy: {
            caught_abuse: number;
            missed_abuse: number;
            caught_honest: number;
            passed_honest: number;
            precision: components["schemas"]["Share"];
            recall: components["schemas"]["Share"];
        };
        FulfilmentPage: {
            data: components["schemas"]["Fulfilment"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Fulfilment: {
            /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
            reward_id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            /**
             * @description `balance`: a credit at Stripe. `coupon`: one at Stripe. `webhook`: your app, told by a delivery.
             * @enum {string}
             */
            form: "balance" | "coupon" | "webhook";
            /** @enum {string} */
            status: "due" | "waiting" | "done" | "dead";
            /** @description How much of the reward the outside has by now, in the reward's unit. */
            given_quantity: number;
            /** @description Why it waits, failed, or ended with nothing given. */
            reason: string | null;
            /** @description The provider's own words. */
            detail: string | null;
            /** @description How many attempts failed in a row. */
            attempts: number;
            /** @description While it is `due`: the next attempt, or when one under way is taken to be lost. */
            due_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        FulfilmentWithCalls: {
            /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
            reward_id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            /**
             * @description `balance`: a credit at Stripe. `coupon`: one at Stripe. `webhook`: your app, told by a delivery.
             * @enum {string}
             */
            form: "balance" | "coupon" | "webhook";
            /** @enum {string} */
            status: "due" | "waiting" | "done" | "dead";
            /** @description How much of the reward the outside has by now, in the reward's unit. */
            given_quantity: number;
            /** @description Why it waits, failed, or ended with nothing given. */
            reason: string | null;
            /** @description The provider's own words. */
            detail: string | null;
            /** @description How many attempts failed in a row. */
            attempts: number;
            /** @description While it is `due`: the next attempt, or when one under way is taken to be lost. */
            due_at: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description The newest hundred, the oldest first. */
            calls: components["schemas"]["FulfilmentCall"][];
        };
        FulfilmentCall: {
            /** @enum {string} */
            action: "credit" | "debit" | "coupon" | "withdraw_coupon";
            /** @description In the reward's unit. */
            quantity: number;
            idempotency_key: string;
            /** @description What the provider calls the result. */
            external_id: string | null;
            /** @description Null where nothing was answered. */
            response_status: number | null;
            /** @description Null after a success, and while nobody knows. */
            error: string | null;
            /** Format: date-time */
            at: string;
            duration_ms: number;
        };
        Standing: {
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            programs: components["schemas"]["ProgramStanding"][];
        };
        ProgramStanding: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            /** @description Referees with a payment that is not wholly refunded. */
            conversions: number;
            tier: {
                key: string;
                title: string;
                rule: string;
                /** @description The count of referrals at which it is reached. */
                needed: number;
                /**
                 * Format: date-time
                 * @description The moment of promotion.
                 */
                reached_at: string;
            } | null;
            next_tier: {
                key: string;
                title: string;
                rule: string;
                /** @description The count of referrals at which it is reached. */
                needed: number;
                progress: number;
                missing: number;
            } | null;
            milestones: components["schemas"]["MilestoneStanding"][];
            /** @description Those that are held. */
            badges: components["schemas"]["KeptBadge"][];
            /** @description Those of the catalogue that are not. */
            badges_to_earn: components["schemas"]["OpenBadge"][];
            features: components["schemas"]["KeptReward"][];
            discounts: components["schemas"]["KeptReward"][];
        };
        MilestoneStanding: {
            rule: string;
            /**
             * @description `count`: of referrals. The others: leading a month, overall or in a category, each time anew.
             * @enum {string}
             */
            on: "count" | "month" | "category_month";
            title: string;
            description: string;
            /** @description What it earns, as the team put it. */
            reward: string;
            needed: number;
            /** @description Of `needed`; of a milestone that repeats, since it was last reached. */
            progress: number;
            /** @description The last time, where it repeats. */
            reached_at: string | null;
            /** @description How often it was reached. */
            times: number;
            rewards: {
                /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
                id: string;
                state: string;
                /** @description Whether `POST /v1/rewards/{id}/claim` takes it now. */
                claimable: boolean;
            }[];
        };
        KeptBadge: {
            /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
            reward_id: string;
            /** @description Its key; without a catalogue what it is called. */
            label: string | null;
            unit: string;
            /** @description In the unit's smallest part. */
            quantity: number;
            /** Format: date-time */
            since: string;
            expires_at: string | null;
            /** @description As people read it. */
            name: string | null;
            /** @description Of the catalogue: a short name, or an emoji. */
            icon: string | null;
            description: string | null;
            /** @description `#rrggbb` */
            color: string | null;
        };
        OpenBadge: {
            key: string;
            name: string;
            icon: string;
            description: string;
            color: string;
            /**
             * @description What gives it: its own condition, rules of the program, or the team by hand alone.
             * @enum {string}
             */
            by: "condition" | "rules" | "team";
            /** @description When its condition is looked at; null without one. */
            award: ("at_once" | "weekly") | null;
            /** @description The rules that give it to people of this kind. */
            rules: string[];
            /** @description False for what only the team gives: a badge that was taken back is not awarded again. */
            earnable: boolean;
            /** @description Where it takes so many of something and nothing else. */
            progress: {
                needed: number;
                progress: number;
            } | null;
        };
        KeptReward: {
            /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
            reward_id: string;
            /** @description Which badge or feature, or off what a discount is. */
            label: string | null;
            unit: string;
            /** @description In the unit's smallest part. */
            quantity: number;
            /** Format: date-time */
            since: string;
            expires_at: string | null;
        };
        Stats: {
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            programs: components["schemas"]["ProgramStats"][];
        };
        ProgramStats: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            referrals: {
                /** @description People who signed up by this participant, whatever became of them. */
                sent: number;
                /** @description Those of them who are no further. */
                signed_up: number;
                /** @description Those whose trial or use is the furthest that they came. */
                activated: number;
                /** @description Those who have paid, refunded or not, and earned no reward. */
                converted: number;
                /** @description Those who have paid or come further, and earned a reward. */
                rewarded: number;
                /** @description Those of `activated` who have not gone. */
                active_trials: number;
                /** @description Those who have stayed, whatever their stage. */
                retained: number;
                /** @description Those who have gone, whatever their stage. */
                churned: number;
            };
            /** @description Referees with a payment that is not wholly refunded. */
            conversions: number;
            /** @description `conversions` of `sent`, in basis points; null where none were sent. */
            conversion_rate_bps: number | null;
            /** @description Free months that were given and not taken back, used ones included. */
            months_earned: number;
            /** @description What was given and not taken back is worth, by currency, in minor units. */
            value_earned: {
                [key: string]: number;
            };
            /** @description What was given and not taken back, by unit, in its smallest part. */
            earned: {
                [key: string]: number;
            };
            rewards: {
                pending: number;
                available: number;
                redeemed: number;
                denied: number;
                voided: number;
                expired: number;
                reversed: number;
            };
            tier: {
                key: string;
                title: string;
                rule: string;
                /** @description The count of referrals at which it is reached. */
                needed: number;
                /**
                 * Format: date-time
                 * @description The moment of promotion.
                 */
                reached_at: string;
            } | null;
            next_tier: {
                key: string;
                title: string;
                rule: string;
                /** @description The count of referrals at which it is reached. */
                needed: number;
                progress: number;
                missing: number;
            } | null;
            /** @description The nearest that is not reached. */
            next_milestone: {
                rule: string;
                title: string;
                needed: number;
                progress: number;
                missing: number;
            } | null;
            /**
             * @description Whether the boards answered; ranks are null unless they were `ready`.
             * @enum {string}
             */
            leaderboard: "ready" | "rebuilding" | "unavailable";
            ranks: components["schemas"]["StatsRank"][] | null;
            /** @description The newest ten steps, newest first. */
            recent: {
                /** @example ref_1jkq0v4n8aB3dE5fG7hJ9kL */
                referral_id: string;
                /** @enum {string} */
                stage: "signed_up" | "activated" | "converted" | "churned";
                /** Format: date-time */
                at: string;
                /** @description An initial and dots; `Someone` where there is no name. */
                name: string;
            }[];
        };
        StatsRank: {
            /** @enum {string} */
            on: "overall" | "category" | "location";
            /** @description Which category or location; null for `overall`. */
            value: string | null;
            /** @enum {string} */
            period: "all_time" | "this_year" | "this_quarter" | "this_month" | "this_week";
            /** @description Null: without a paid conversion in the period, or on no board. */
            rank: number | null;
            /** @description At the end of yesterday; null: none then. */
            previous_rank: number | null;
            trend: ("rising" | "falling" | "stable") | null;
            conversions: number;
            /** @description How many have a rank there. */
            of: number;
        };
        Leaderboard: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            /** @description The key of the period; `all_time` for that. */
            period: string;
            /**
             * @description `rebuilding`: nobody has a rank until the boards have been read from the database again.
             * @enum {string}
             */
            state: "ready" | "rebuilding";
            /** @description As of when the boards were last told what the database says. */
            last_updated: string | null;
            totals: {
                /** @description Who have a rank. */
                participants: number;
                conversions: number;
            };
            data: components["schemas"]["LeaderboardEntry"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        LeaderboardEntry: {
            rank: number;
            /** @description At the end of yesterday; null where there was none. */
            previous_rank: number | null;
            /** @description Ranks risen since yesterday, negative for fallen; null for new. */
            change: number | null;
            /** @enum {string} */
            trend: "rising" | "falling" | "stable";
            /** @description As he lets it be shown; null where he does not. */
            name: string | null;
            avatar_url: string | null;
            /** @description Paid conversions in the period. */
            conversions: number;
            /**
             * Format: date-time
             * @description In the period: the earlier comes first among equals.
             */
            first_conversion_at: string;
            /** @description Referrals sent, of all time. */
            referrals: number;
            /** @description Of those, how many have paid, in hundredths of a per cent, of all time; null before the first. */
            conversion_rate_bps: number | null;
            months_earned: number;
            /** @description By currency, in minor units. */
            value_earned: {
                [key: string]: number;
            };
            badges: {
                label: string;
                name: string;
                icon: string | null;
                color: string | null;
            }[];
            tier: {
                key: string;
                title: string;
            } | null;
            next_milestone: {
                rule: string;
                title: string;
                needed: number;
                progress: number;
            } | null;
            /** @description For keys alone. */
            participant_id: string | null;
            /** @description For a participant: whether this is himself. */
            is_you: boolean;
        };
        PublicLeaderboard: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            /** @description The key of the period; `all_time` for that. */
            period: string;
            /**
             * @description `rebuilding`: nobody has a rank until the boards have been read from the database again.
             * @enum {string}
             */
            state: "ready" | "rebuilding";
            /** @description As of when the boards were last told what the database says. */
            last_updated: string | null;
            totals: {
                /** @description Who have a rank. */
                participants: number;
                conversions: number;
            };
            data: components["schemas"]["PublicLeaderboardEntry"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        PublicLeaderboardEntry: {
            rank: number;
            /** @description At the end of yesterday; null where there was none. */
            previous_rank: number | null;
            /** @description Ranks risen since yesterday, negative for fallen; null for new. */
            change: number | null;
            /** @enum {string} */
            trend: "rising" | "falling" | "stable";
            /** @description As he lets it be shown; null where he does not. */
            name: string | null;
            avatar_url: string | null;
            /** @description Paid conversions in the period. */
            conversions: number;
            /**
             * Format: date-time
             * @description In the period: the earlier comes first among equals.
             */
            first_conversion_at: string;
            /** @description Referrals sent, of all time. */
            referrals: number;
            /** @description Of those, how many have paid, in hundredths of a per cent, of all time; null before the first. */
            conversion_rate_bps: number | null;
            months_earned: number;
            /** @description By currency, in minor units. */
            value_earned: {
                [key: string]: number;
            };
            badges: {
                label: string;
                name: string;
                icon: string | null;
                color: string | null;
            }[];
            tier: {
                key: string;
                title: string;
            } | null;
            next_milestone: {
                rule: string;
                title: string;
                needed: number;
                progress: number;
            } | null;
        };
        MonthLeadersPage: {
            data: components["schemas"]["MonthLeaders"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        MonthLeaders: {
            /** @example 2026-10 */
            month: string;
            /** Format: date-time */
            closed_at: string;
            overall: components["schemas"]["MonthLeader"][];
            categories: {
                category: string;
                leaders: components["schemas"]["MonthLeader"][];
            }[];
        };
        MonthLeader: {
            rank: number;
            /** @description For keys alone. */
            participant_id: string | null;
            is_you: boolean;
            /** @description As he lets it be shown; null where he does not. */
            name: string | null;
            avatar_url: string | null;
            conversions: number;
            /** Format: date-time */
            first_conversion_at: string;
        };
        Rank: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            /** @description The key of the period; `all_time` for that. */
            period: string;
            /**
             * @description `rebuilding`: nobody has a rank until the boards have been read from the database again.
             * @enum {string}
             */
            state: "ready" | "rebuilding";
            /** @description As of when the boards were last told what the database says. */
            last_updated: string | null;
            totals: {
                /** @description Who have a rank. */
                participants: number;
                conversions: number;
            };
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            rank: number | null;
            /** @description Why there is no rank; null where there is one, and while the boards are being rebuilt. */
            reason: ("erased" | "inactive" | "opted_out" | "other_board" | "no_conversions") | null;
            own: components["schemas"]["LeaderboardEntry"] | null;
            /** @description Those next above, the best of them first. */
            above: components["schemas"]["LeaderboardEntry"][];
            below: components["schemas"]["LeaderboardEntry"][];
            /** @description Conversions between him and whoever is next above; null for the first. */
            behind: number | null;
        };
        Wallet: {
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            balances: components["schemas"]["Balance"][];
            transactions: {
                data: components["schemas"]["WalletEntry"][];
                /** @description Give it as `cursor` for the next page; null on the last. */
                next_cursor: string | null;
            };
        };
        Balance: {
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            unit: string;
            /** @description In the unit's smallest part; below zero after a clawback. */
            balance: number;
        };
        WalletEntry: {
            /** @example txn_1jkq0v4n8aB3dE5fG7hJ9kL */
            transaction_id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            type: string;
            unit: string;
            amount: number;
            balance_after: number;
            reward_id: string | null;
            reverses_id: string | null;
            /** @description The operation or invoice that the main app made it with; else what earned the reward. */
            reference: string | null;
            /**
             * @description Reversed: a later movement undid it. Both stay in the list.
             * @enum {string}
             */
            status: "completed" | "reversed";
            description: string;
            /** @description As given with the operation. */
            metadata: {
                [key: string]: unknown;
            } | null;
            /** @description Both sides of the movement, which sum to zero; `house:…` is the program's own side. */
            entries: {
                account: string;
                amount: number;
            }[];
            /** Format: date-time */
            at: string;
        };
        Withdrawal: {
            operation_id: string;
            /** @example txn_1jkq0v4n8aB3dE5fG7hJ9kL */
            transaction_id: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            unit: string;
            /** @description In the unit's smallest part. */
            amount: number;
            description: string | null;
            metadata: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            status: "completed" | "canceled";
            canceled_at: string | null;
        };
        WithdrawalPage: {
            data: components["schemas"]["Withdrawal"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        WalletTransaction: {
            operation_id: string;
            /** @example txn_1jkq0v4n8aB3dE5fG7hJ9kL */
            transaction_id: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
            program_id: string;
            program: string;
            unit: string;
            /** @description In the unit's smallest part. */
            amount: number;
            description: string | null;
            metadata: {
                [key: string]: unknown;
            } | null;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            type: "deal_payment" | "affiliate_commission" | "adjustment";
        };
        Invoice: {
            invoice_id: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            /** @enum {string} */
            status: "applied" | "not_applied" | "voided";
            amount_minor: number;
            currency: string;
            period: {
                months: number;
            } | {
                days: number;
            };
            discount_minor: number;
            /** @description The amount less the discount. */
            due_minor: number;
            /** @description Why there is no discount. */
            reason: ("no_free_month" | "nothing_to_discount") | null;
            /** @description The reward that is used, or was. */
            free_month: {
                /** @example rwd_1jkq0v4n8aB3dE5fG7hJ9kL */
                reward_id: string;
                /** @example prg_1jkq0v4n8aB3dE5fG7hJ9kL */
                program_id: string;
                program: string;
                expires_at: string | null;
            } | null;
            transaction_id: string | null;
            applied_at: string | null;
            voided_at: string | null;
        };
        WebhookEndpointWithSecret: {
            /** @example whe_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            url: string;
            description: string | null;
            types: ("participant.joined" | "referral.signed_up" | "referral.converted" | "reward.pending" | "reward.available" | "reward.redeemed" | "reward.voided" | "reward.expired" | "reward.reversed" | "reward.expiring" | "review.decided" | "link.expired" | "budget.nearing" | "fulfilment.failed" | "job.failing" | "endpoint.disabled")[] | null;
            /** @enum {string} */
            status: "enabled" | "disabled";
            /** @description `gone`: it answered 410. `failing`: it answered no attempt for five days. */
            disabled_reason: ("by_hand" | "gone" | "failing") | null;
            disabled_at: string | null;
            /** @description Since when every attempt failed. */
            failing_since: string | null;
            /** @description Until then the secret before this one signs beside it. */
            previous_secret_until: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
            /** @description `whsec_…`, shown this once; null when an Idempotency-Key replays the answer. */
            secret: string | null;
        };
        WebhookEndpointPage: {
            data: components["schemas"]["WebhookEndpoint"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        WebhookEndpoint: {
            /** @example whe_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            url: string;
            description: string | null;
            types: ("participant.joined" | "referral.signed_up" | "referral.converted" | "reward.pending" | "reward.available" | "reward.redeemed" | "reward.voided" | "reward.expired" | "reward.reversed" | "reward.expiring" | "review.decided" | "link.expired" | "budget.nearing" | "fulfilment.failed" | "job.failing" | "endpoint.disabled")[] | null;
            /** @enum {string} */
            status: "enabled" | "disabled";
            /** @description `gone`: it answered 410. `failing`: it answered no attempt for five days. */
            disabled_reason: ("by_hand" | "gone" | "failing") | null;
            disabled_at: string | null;
            /** @description Since when every attempt failed. */
            failing_since: string | null;
            /** @description Until then the secret before this one signs beside it. */
            previous_secret_until: string | null;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            updated_at: string;
        };
        WebhookDeliveryWithAttempts: {
            /** @example whe_1jkq0v4n8aB3dE5fG7hJ9kL */
            endpoint_id: string;
            /** @example msg_1jkq0v4n8aB3dE5fG7hJ9kL */
            message_id: string;
            /**
             * @description `dead`: nothing more is sent unless it is redelivered.
             * @enum {string}
             */
            status: "due" | "done" | "dead";
            /** @description Since it was last redelivered. */
            attempts: number;
            /** @description The earliest time of the next attempt. */
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
            /** @enum {string} */
            type: "participant.joined" | "referral.signed_up" | "referral.converted" | "reward.pending" | "reward.available" | "reward.redeemed" | "reward.voided" | "reward.expired" | "reward.reversed" | "reward.expiring" | "review.decided" | "link.expired" | "budget.nearing" | "fulfilment.failed" | "job.failing" | "endpoint.disabled" | "test.ping";
            history: components["schemas"]["WebhookAttempt"][];
        };
        WebhookAttempt: {
            attempt: number;
            /** Format: date-time */
            at: string;
            duration_ms: number;
            request: {
                url: string;
                headers: {
                    [key: string]: string;
                };
                body: string;
            };
            response: {
                status: number;
                /** @description The first kilobyte. */
                body: string;
            } | null;
            /** @description Why there is no response: `timeout`, `unreachable`, `address_not_public`, `signing_key_retired`, `not_settled`. */
            error: string | null;
        };
        WebhookDeliveryPage: {
            data: components["schemas"]["WebhookDelivery"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        WebhookDelivery: {
            /** @example whe_1jkq0v4n8aB3dE5fG7hJ9kL */
            endpoint_id: string;
            /** @example msg_1jkq0v4n8aB3dE5fG7hJ9kL */
            message_id: string;
            /**
             * @description `dead`: nothing more is sent unless it is redelivered.
             * @enum {string}
             */
            status: "due" | "done" | "dead";
            /** @description Since it was last redelivered. */
            attempts: number;
            /** @description The earliest time of the next attempt. */
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
            /** @enum {string} */
            type: "participant.joined" | "referral.signed_up" | "referral.converted" | "reward.pending" | "reward.available" | "reward.redeemed" | "reward.voided" | "reward.expired" | "reward.reversed" | "reward.expiring" | "review.decided" | "link.expired" | "budget.nearing" | "fulfilment.failed" | "job.failing" | "endpoint.disabled" | "test.ping";
        };
        Redelivery: {
            redelivered: number;
            /** @description Give it as `from` for the rest; null: that was all. */
            next_from: string | null;
        };
        Message: {
            /** @example msg_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            /** @enum {string} */
            type: "participant.joined" | "referral.signed_up" | "referral.converted" | "reward.pending" | "reward.available" | "reward.redeemed" | "reward.voided" | "reward.expired" | "reward.reversed" | "reward.expiring" | "review.decided" | "link.expired" | "budget.nearing" | "fulfilment.failed" | "job.failing" | "endpoint.disabled" | "test.ping";
            data: {
                [key: string]: unknown;
            };
            /**
             * @description `sent`: handed on to its deliveries.
             * @enum {string}
             */
            status: "due" | "sent" | "dead";
            /** Format: date-time */
            created_at: string;
            deliveries: components["schemas"]["MessageDelivery"][];
        };
        MessageDelivery: {
            /** @example whe_1jkq0v4n8aB3dE5fG7hJ9kL */
            endpoint_id: string;
            /** @example msg_1jkq0v4n8aB3dE5fG7hJ9kL */
            message_id: string;
            /**
             * @description `dead`: nothing more is sent unless it is redelivered.
             * @enum {string}
             */
            status: "due" | "done" | "dead";
            /** @description Since it was last redelivered. */
            attempts: number;
            /** @description The earliest time of the next attempt. */
            next_attempt_at: string | null;
            /** Format: date-time */
            created_at: string;
            finished_at: string | null;
        };
        Receipt: {
            /** @constant */
            received: true;
            delivery_id: string;
        };
        ProviderDeliveryPage: {
            data: components["schemas"]["ProviderDelivery"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ProviderDelivery: {
            /** @example pdl_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            /** @enum {string} */
            provider: "stripe" | "whop";
            /** @description The provider's own id of it. */
            delivery_id: string;
            type: string;
            /**
             * @description `applied`: something was made of it. `unmapped`: nobody knows whose it is, until a mapping arrives. `refused`: its event cannot stand.
             * @enum {string}
             */
            status: "pending" | "applied" | "ignored" | "unmapped" | "refused";
            reason: string | null;
            /** @description What must be mapped before it can be worked on: `customer:…` or `payment:…`. */
            waits_for: string | null;
            event_ids: string[];
            /** @description How often working on it failed. */
            attempts: number;
            /** Format: date-time */
            received_at: string;
            /** @description The next attempt, while it is pending. */
            due_at: string | null;
        };
        ProviderDeliveryWithBody: {
            /** @example pdl_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            /** @enum {string} */
            provider: "stripe" | "whop";
            /** @description The provider's own id of it. */
            delivery_id: string;
            type: string;
            /**
             * @description `applied`: something was made of it. `unmapped`: nobody knows whose it is, until a mapping arrives. `refused`: its event cannot stand.
             * @enum {string}
             */
            status: "pending" | "applied" | "ignored" | "unmapped" | "refused";
            reason: string | null;
            /** @description What must be mapped before it can be worked on: `customer:…` or `payment:…`. */
            waits_for: string | null;
            event_ids: string[];
            /** @description How often working on it failed. */
            attempts: number;
            /** Format: date-time */
            received_at: string;
            /** @description The next attempt, while it is pending. */
            due_at: string | null;
            /** @description As it came, and as it was signed. It may hold personal data. */
            body: string;
        };
        ProviderCustomer: {
            /** @enum {string} */
            provider: "stripe" | "whop";
            customer_id: string;
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            participant_id: string;
            /**
             * @description A participant's credits go to the newest of those by hand, else to the oldest.
             * @enum {string}
             */
            source: "by_hand" | "delivery";
            /** Format: date-time */
            created_at: string;
        };
        ProviderCustomerPage: {
            data: components["schemas"]["ProviderCustomer"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ProviderPayment: {
            /** @enum {string} */
            provider: "stripe" | "whop";
            external_id: string;
            payment_ref: string;
            /** Format: date-time */
            created_at: string;
        };
        JobList: {
            data: components["schemas"]["Job"][];
        };
        Job: {
            /** @enum {string} */
            name: "destroy_address_salts" | "work_provider_deliveries" | "sweep_pending_events" | "seal_audit_log" | "check_health" | "end_stays" | "release_rewards" | "wake_fulfilments" | "watch_budgets" | "recalculate_leaderboards" | "delete_old_answers" | "finish_erasures" | "announce_expired_links" | "expire_rewards" | "announce_expiring_rewards" | "keep_retention" | "reconcile_ledger" | "check_click_counts" | "recalculate_all_leaderboards" | "verify_audit_log" | "award_badges" | "reward_leaders" | "deliver_messages";
            /** @example daily at 02:15 UTC */
            schedule: string;
            /** @description Everything due by then is done; null: it never ran. */
            watermark: string | null;
            due: boolean;
            /** @description Since the first of its times that it has missed. */
            late_by_seconds: number;
            running: boolean;
            /** @description Failed runs since the last good one. */
            failures: number;
            last_run: components["schemas"]["JobRun"] | null;
        };
        JobRun: {
            /** @example run_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            job: string;
            /** @description `job:…`: the trigger; `key:key_…`: by hand. */
            actor: string;
            /**
             * Format: date-time
             * @description It was to work off everything due by then.
             */
            due_at: string;
            /** Format: date-time */
            started_at: string;
            duration_ms: number;
            /**
             * @description `more`: it did what one run may. A job that is due goes on at the next tick; by hand, run it again.
             * @enum {string}
             */
            outcome: "done" | "more" | "failed";
            counts: {
                [key: string]: number;
            };
            error: string | null;
        };
        JobRunPage: {
            data: components["schemas"]["JobRun"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        EmailSuppressionPage: {
            data: components["schemas"]["EmailSuppression"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        EmailSuppression: {
            /** @description SHA-256 of the normalised address, in hex. */
            address_hash: string;
            /** @enum {string} */
            reason: "unsubscribed" | "bounced" | "complained" | "by_hand";
            /** Format: date-time */
            created_at: string;
        };
        EmailSuppressionRemoved: {
            /** @description False: nobody had asked for no emails. */
            removed: boolean;
        };
        EmailPage: {
            data: components["schemas"]["Email"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Email: {
            /** @example eml_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            template: "welcome" | "invitation" | "reminder" | "earned" | "available" | "expiring" | "milestone" | "tier" | "review_waiting" | "budget" | "failure";
            /**
             * @description What it tells of.
             * @example msg_1jkq0v4n8aB3dE5fG7hJ9kL
             */
            message_id: string;
            program_id: string | null;
            /** @description Null: it goes to the team. */
            participant_id: string | null;
            /** @enum {string} */
            status: "due" | "sent" | "kept" | "skipped" | "dead";
            /** @description Why it was kept, skipped or given up, or is tried again. */
            reason: string | null;
            attempts: number;
            /** @description The next attempt; null when none is to come. */
            due_at: string | null;
            /** @description What the mail service calls it. */
            provider_id: string | null;
            /** Format: date-time */
            created_at: string;
            sent_at: string | null;
        };
        EmailPreview: {
            subject: string;
            text: string;
            html: string;
        };
        EmailWithText: {
            /** @example eml_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            template: "welcome" | "invitation" | "reminder" | "earned" | "available" | "expiring" | "milestone" | "tier" | "review_waiting" | "budget" | "failure";
            /**
             * @description What it tells of.
             * @example msg_1jkq0v4n8aB3dE5fG7hJ9kL
             */
            message_id: string;
            program_id: string | null;
            /** @description Null: it goes to the team. */
            participant_id: string | null;
            /** @enum {string} */
            status: "due" | "sent" | "kept" | "skipped" | "dead";
            /** @description Why it was kept, skipped or given up, or is tried again. */
            reason: string | null;
            attempts: number;
            /** @description The next attempt; null when none is to come. */
            due_at: string | null;
            /** @description What the mail service calls it. */
            provider_id: string | null;
            /** Format: date-time */
            created_at: string;
            sent_at: string | null;
            subject: string;
            text: string;
            html: string;
        };
        NewKey: {
            /** @example key_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            name: string;
            /** @description Empty for a member's key, whose rights are his role's. */
            scopes: ("programs:read" | "programs:write" | "participants:read" | "participants:write" | "links:read" | "links:write" | "events:read" | "events:write" | "payments:verify" | "referrals:read" | "referrals:write" | "rewards:read" | "rewards:write" | "leaderboards:read" | "reviews:read" | "reviews:write" | "fraud:read" | "fraud:write" | "wallets:read" | "wallets:write" | "webhooks:read" | "webhooks:write" | "emails:read" | "emails:write" | "providers:read" | "providers:write" | "jobs:read" | "jobs:write" | "keys:read" | "keys:write" | "audit:read" | "members:read" | "members:write" | "tokens:write" | "privacy:write")[];
            /** @description Whose it is; null for a server key. */
            member_id: string | null;
            /** @description The key that takes its place. */
            rotated_to: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description To the hour; null: not yet. */
            last_used_at: string | null;
            expires_at: string | null;
            revoked_at: string | null;
            /** @description Shown this once; null when an Idempotency-Key replays the answer. */
            secret: string | null;
        };
        KeyPage: {
            data: components["schemas"]["Key"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Key: {
            /** @example key_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** @enum {string} */
            mode: "live" | "test";
            name: string;
            /** @description Empty for a member's key, whose rights are his role's. */
            scopes: ("programs:read" | "programs:write" | "participants:read" | "participants:write" | "links:read" | "links:write" | "events:read" | "events:write" | "payments:verify" | "referrals:read" | "referrals:write" | "rewards:read" | "rewards:write" | "leaderboards:read" | "reviews:read" | "reviews:write" | "fraud:read" | "fraud:write" | "wallets:read" | "wallets:write" | "webhooks:read" | "webhooks:write" | "emails:read" | "emails:write" | "providers:read" | "providers:write" | "jobs:read" | "jobs:write" | "keys:read" | "keys:write" | "audit:read" | "members:read" | "members:write" | "tokens:write" | "privacy:write")[];
            /** @description Whose it is; null for a server key. */
            member_id: string | null;
            /** @description The key that takes its place. */
            rotated_to: string | null;
            /** Format: date-time */
            created_at: string;
            /** @description To the hour; null: not yet. */
            last_used_at: string | null;
            expires_at: string | null;
            revoked_at: string | null;
        };
        MemberPage: {
            data: components["schemas"]["Member"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        Member: {
            /** @example mbr_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            name: string;
            email: string;
            /** @enum {string} */
            role: "owner" | "admin" | "support" | "analyst";
            /** Format: date-time */
            created_at: string;
            removed_at: string | null;
        };
        Erasure: {
            /** @example ptc_1jkq0v4n8aB3dE5fG7hJ9kL */
            id: string;
            /** Format: date-time */
            erased_at: string;
            complete: boolean;
        };
        ParticipantExport: {
            data: components["schemas"]["ExportedItem"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        ExportedItem: {
            /** @enum {string} */
            section: "profile" | "links" | "referral_as_referee" | "referrals_as_referrer" | "events" | "rewards" | "ledger" | "operations" | "emails" | "audit";
            item: {
                [key: string]: unknown;
            };
        };
        AuditPage: {
            data: components["schemas"]["AuditRow"][];
            /** @description Give it as `cursor` for the next page; null on the last. */
            next_cursor: string | null;
        };
        AuditRow: {
            seq: number;
            /** Format: date-time */
            at: string;
            /** @description `key:key_…`, `participant:ptc_…`, `provider:…`, `job:…` or `command:…`. */
            actor: string;
            action: string;
            object_id: string;
            request_id: string;
            detail: unknown;
        };
        AuditVerification: {
            verified_rows: number;
            seals: number;
            /** @description How far all is well: the last row of the newest good seal, and the seal's hash. */
            head: {
                seq: number;
                hash: string;
            };
            problem: components["schemas"]["AuditProblem"] | null;
            next_after_seq: number | null;
        };
        AuditProblem: {
            /** @enum {string} */
            code: "row_changed" | "row_missing" | "row_inserted" | "seal_changed" | "link_broken" | "head_missing";
            /** @description The row; of `seal_changed`, `link_broken` and `head_missing` the last row of the seal. */
            seq: number;
        };
        Health: {
            /** @enum {string} */
            status: "ok" | "degraded" | "failing";
        };
        HealthReport: {
            /**
             * @description As bad as the worst of the parts.
             * @enum {string}
             */
            status: "ok" | "degraded" | "failing";
            /** Format: date-time */
            checked_at: string;
            database: components["schemas"]["HealthAnswer"];
            settings: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
            };
            cache: components["schemas"]["HealthAnswer"];
            click_logs: components["schemas"]["HealthAnswer"];
            messages: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                /** @description Due by now and not done, counted to 1,000. */
                due: number;
                oldest_due_at: string | null;
                /** @description Failed three times or more, and is tried again. Counted to about 1,000. */
                failing: number;
            };
            deliveries: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                /** @description Due by now and not done, counted to 1,000. */
                due: number;
                oldest_due_at: string | null;
                /** @description Failed three times or more, and is tried again. Counted to about 1,000. */
                failing: number;
                /** @description Counted to 1,000. */
                dead: number;
            };
            emails: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                /** @description Due by now and not done, counted to 1,000. */
                due: number;
                oldest_due_at: string | null;
            };
            fulfilments: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                /** @description Due by now and not done, counted to 1,000. */
                due: number;
                oldest_due_at: string | null;
                /** @description Failed three times or more, and is tried again. Counted to about 1,000. */
                failing: number;
                /** @description Counted to 1,000. */
                waiting: number;
                /** @description Counted to 1,000. */
                dead: number;
            };
            providers: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                /** @description Due by now and not done, counted to 1,000. */
                due: number;
                oldest_due_at: string | null;
                /** @description Failed three times or more, and is tried again. Counted to about 1,000. */
                failing: number;
                /** @description Counted to 1,000. */
                unmapped: number;
                /** @description Counted to 1,000. */
                refused: number;
            };
            jobs: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                late: string[];
                failing: string[];
            };
            ledger: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                checked_at: string | null;
                finds: number;
                checked: {
                    [key: string]: number;
                };
            };
            click_counts: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                checked_at: string | null;
                finds: number;
                checked: number;
            };
            audit: {
                /** @enum {string} */
                status: "ok" | "degraded" | "failing";
                reason: string | null;
                sealed_seq: number;
                sealed_at: string | null;
                head: string;
                /** @description Counted to 1,000. */
                unsealed_rows: number;
                verified_at: string | null;
                verified_rows: number;
                problem: components["schemas"]["AuditProblem"] | null;
            };
        };
        HealthAnswer: {
            /** @enum {string} */
            status: "ok" | "degraded" | "failing";
            reason: string | null;
            ms: number | null;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    listPrograms: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createProgram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    key: string;
                    /** @enum {string} */
                    preset?: "supplier-network" | "wallet-bonus" | "free-month" | "marketplace" | "premium-days";
                    /** @description A JSON merge patch on the preset. */
                    overrides?: {
                        [key: string]: unknown;
                    };
                    document?: components["schemas"]["ProgramDocument"];
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_key_taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    validateProgram: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    preset?: "supplier-network" | "wallet-bonus" | "free-month" | "marketplace" | "premium-days";
                    /** @description A JSON merge patch on the preset. */
                    overrides?: {
                        [key: string]: unknown;
                    };
                    /** @description A ProgramDocument; give this or `preset`. */
                    document?: components["schemas"]["__schema0"];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramCheck"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProgram: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A program's id or key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeProgram: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A program's id or key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status: "active" | "paused";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeDraft: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A program's id or key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    document: components["schemas"]["ProgramDocument"];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Program"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    publishProgram: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A program's id or key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramVersion"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramVersion"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listVersions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                /** @description A program's id or key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramVersionPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    advanceClock: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description A program's id or key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    advance_ms: number;
                } | {
                    /** Format: date-time */
                    now: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProgramAdvance"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight, clock_only_in_test, clock_backwards */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    simulateProgram: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description A program's id or key. */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    document?: components["schemas"]["ProgramDocument"];
                    /**
                     * Format: date-time
                     * @description Replay what was received from here on.
                     */
                    from?: string;
                    /**
                     * Format: date-time
                     * @description Replay what was received before.
                     */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Simulation"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_invalid, simulation_too_large */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    upsertParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
                external_id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string | null;
                    email?: string | null;
                    organization?: string | null;
                    category?: string | null;
                    location?: string | null;
                    avatar_url?: string | null;
                    profile?: {
                        [key: string]: string | number | boolean | null;
                    } | null;
                    /** @enum {string} */
                    status?: "active" | "suspended" | "inactive";
                    payment_fingerprint?: string | null;
                    /** @description When the account was made in the main app; null: not said. */
                    registered_at?: string | null;
                    /** @description How boards show his name; null: as the program says. */
                    board_name?: ("full" | "initials" | "hidden") | null;
                    /** @description True: he stands on no board. */
                    board_opt_out?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_erased */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listParticipants: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                kind?: string;
                external_id?: string;
                status?: "active" | "suspended" | "inactive";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string | null;
                    email?: string | null;
                    organization?: string | null;
                    category?: string | null;
                    location?: string | null;
                    avatar_url?: string | null;
                    profile?: {
                        [key: string]: string | number | boolean | null;
                    } | null;
                    /** @enum {string} */
                    status?: "active" | "suspended" | "inactive";
                    payment_fingerprint?: string | null;
                    /** @description When the account was made in the main app; null: not said. */
                    registered_at?: string | null;
                    /** @description How boards show his name; null: as the program says. */
                    board_name?: ("full" | "initials" | "hidden") | null;
                    /** @description True: he stands on no board. */
                    board_opt_out?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_erased */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeBoardPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description How boards show his name; null: as the program says. */
                    board_name?: ("full" | "initials" | "hidden") | null;
                    /** @description True: he stands on no board. */
                    board_opt_out?: boolean;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Participant"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_erased */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueToken: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default 900 */
                    ttl_seconds?: number;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantToken"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_suspended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLinks: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                program?: string;
                participant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    issueLink: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A program's id or key. */
                    program: string;
                    participant: string | {
                        kind: string;
                        external_id: string;
                    };
                    code?: string;
                    /**
                     * @default link
                     * @enum {string}
                     */
                    channel?: "link" | "qr" | "email" | "social" | "direct";
                    campaign?: string;
                    /** @description On a host that the program allows. Left out, the link follows its program's destination. */
                    destination_url?: string;
                    message?: string;
                    context?: {
                        [key: string]: string | number | boolean | null;
                    };
                    /** Format: date-time */
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight, program_unpublished, participant_suspended, code_taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_erased */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused, destination_not_allowed, code_reserved, code_invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description referrals_disabled, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkWithClicks"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeLink: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    status?: "active" | "paused" | "expired";
                    code?: string;
                    /** @description On a host that the program allows. Null: the link follows its program's destination. */
                    destination_url?: string | null;
                    message?: string | null;
                    context?: {
                        [key: string]: string | number | boolean | null;
                    } | null;
                    /** Format: date-time */
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Link"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description code_taken */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_erased */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description destination_not_allowed, code_reserved, code_invalid */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    lookUpCode: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                code: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Code"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEvents: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "pending" | "parked" | "applied" | "refused";
                referee_id?: string;
                payment_ref?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxEventPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordEvent: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Event"];
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAnswer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_unpublished, event_content_differs, conversion_mismatch */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordEvents: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Events, as for POST /v1/events. */
                    events: components["schemas"]["__schema1"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventBatchAnswer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InboxEvent"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReferrals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                program?: string;
                referrer_id?: string;
                referee_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReferralWithTouches"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reassignReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    referrer_id: string;
                    /** @description Kept with the event; name nobody. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Referral"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description referrer_refused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordConversion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    payment_ref: string;
                    amount_minor: number;
                    currency: string;
                    plan?: string;
                    /** @enum {string} */
                    interval?: "month" | "year";
                    /**
                     * Format: date-time
                     * @description When it was paid; left out: now.
                     */
                    occurred_at?: string;
                    /** @description Kept with the event; name nobody. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EventAnswer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description conversion_mismatch, event_content_differs */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainReferral: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Explanation"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    explainPair: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description A program's id or key; left out: wherever the two could have met. */
                    program?: string;
                    referrer: string | {
                        kind: string;
                        external_id: string;
                    };
                    referee: string | {
                        kind: string;
                        external_id: string;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PairExplanation"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listRewards: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                program?: string;
                beneficiary_id?: string;
                referral_id?: string;
                /** @description Of one participant or referral: needs `beneficiary_id` or `referral_id`. */
                state?: "pending" | "available" | "redeemed" | "denied" | "voided" | "expired" | "reversed";
                /** @description Only what waits for a person; left out: all. */
                needs_review?: "true";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    grantReward: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    program: string;
                    participant: string;
                    grant: components["schemas"]["HandGrant"];
                    /** @description Kept in the reward's history; name nobody. */
                    reason: string;
                    operation_id: string;
                    referral_id?: string;
                    expires_days?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reward"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reward"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description operation_content_differs, program_unpublished, participant_suspended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, rewards_disabled, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReward: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RewardWithHistory"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    claimReward: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reward"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description reward_claimed, reward_expired, reward_not_claimable, participant_suspended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    approveReward: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Kept in the reward's history; name nobody. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reward"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description reward_not_in_review */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeReward: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Kept in the reward's history; name nobody. */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reward"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description reward_over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listReviews: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "open" | "approved" | "rejected";
                program?: string;
                /** @description `score`: the most suspicious first; for open ones. */
                order?: "newest" | "score";
                /** @description With what was put aside; left out: without, until its time comes. */
                held?: "true";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    openReview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    referral: string;
                    /** @description Why. Kept in the review, for the team alone; name nobody. */
                    note: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewWithGrounds"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideReviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    reviews: string[];
                    /**
                     * @description `approve`: what waits for review goes on. `reject`: pending rewards of both sides are voided, others taken back. `hold`: it is put aside and stays open.
                     * @enum {string}
                     */
                    verdict: "approve" | "reject" | "hold";
                    /** @description Why. Kept in the review, for the team alone; name nobody. */
                    note: string;
                    /**
                     * Format: date-time
                     * @description For `hold`: when it comes back to the queue; in 7 days unless told otherwise, in 90 at the latest.
                     */
                    until?: string;
                    /**
                     * @description The verdict that this one replaces, as it was seen. An approval brings nothing back.
                     * @enum {string}
                     */
                    overrules?: "approved" | "rejected";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewBatchAnswer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    decideReview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description `approve`: what waits for review goes on. `reject`: pending rewards of both sides are voided, others taken back. `hold`: it is put aside and stays open.
                     * @enum {string}
                     */
                    verdict: "approve" | "reject" | "hold";
                    /** @description Why. Kept in the review, for the team alone; name nobody. */
                    note: string;
                    /**
                     * Format: date-time
                     * @description For `hold`: when it comes back to the queue; in 7 days unless told otherwise, in 90 at the latest.
                     */
                    until?: string;
                    /**
                     * @description The verdict that this one replaces, as it was seen. An approval brings nothing back.
                     * @enum {string}
                     */
                    overrules?: "approved" | "rejected";
                    /** @description The review's, as it was seen. Where another one asks for it by now, nothing is decided. */
                    assessment_id?: string | null;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReviewDecision"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description review_decided, review_changed */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAssessments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FraudAssessmentPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFraudEntries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                kind?: "email" | "domain" | "participant" | "address" | "pattern";
                effect?: "allow" | "block";
                /** @description What holds in this program alone. */
                program?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FraudListPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addFraudEntry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    effect: "allow" | "block";
                    /** @enum {string} */
                    kind: "email" | "domain" | "participant" | "address" | "pattern";
                    /** @description An email, a domain, a participant's id, an address hash or a pattern, in which `*` stands for anything. IP addresses are not taken. */
                    value?: string;
                    /** @description Instead of the value of an address: a referral of today that was seen with it. */
                    referral?: string;
                    /** @description Left out: in every program of the mode. */
                    program?: string;
                    note?: string;
                    /**
                     * Format: date-time
                     * @description An address ends at midnight UTC in any case.
                     */
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FraudListEntry"];
                };
            };
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FraudListEntry"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description fraud_entry_contradicts, fraud_list_full, address_unknown */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addFraudEntries: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Entries, as for POST /v1/fraud/lists. */
                    entries: components["schemas"]["__schema2"][];
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FraudListBatchAnswer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeFraudEntry: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FraudListEntry"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFraudReport: {
        parameters: {
            query?: {
                program?: string;
                /** @description `csv`: the same as a table. */
                format?: "json" | "csv";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FraudReport"];
                    "text/csv": string;
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listFulfilments: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                /** @description `waiting` or `dead`; the others of one participant, with `participant_id`. */
                status?: "due" | "waiting" | "done" | "dead";
                program?: string;
                participant_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FulfilmentPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getFulfilment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reward_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FulfilmentWithCalls"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    retryFulfilment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                reward_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Fulfilment"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description fulfilment_done */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStanding: {
        parameters: {
            query?: {
                program?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Standing"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getStats: {
        parameters: {
            query?: {
                program?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Stats"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getLeaderboard: {
        parameters: {
            query?: {
                /** @description `all_time`, `this_year`, `this_quarter`, `this_month`, `this_week`, or one by its key: `2026`, `2026-Q4`, `2026-11`, `2026-W48`. In the program's time zone. */
                period?: string;
                kind?: string;
                category?: string;
                location?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Leaderboard"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_unpublished */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description leaderboard_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPublicLeaderboard: {
        parameters: {
            query?: {
                /** @description `all_time`, `this_year`, `this_quarter`, `this_month`, `this_week`, or one by its key: `2026`, `2026-Q4`, `2026-11`, `2026-W48`. In the program's time zone. */
                period?: string;
                kind?: string;
                category?: string;
                location?: string;
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicLeaderboard"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description leaderboard_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listLeaders: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonthLeadersPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_unpublished */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRank: {
        parameters: {
            query: {
                program: string;
                /** @description `all_time`, `this_year`, `this_quarter`, `this_month`, `this_week`, or one by its key: `2026`, `2026-Q4`, `2026-11`, `2026-W48`. In the program's time zone. */
                period?: string;
                kind?: string;
                category?: string;
                location?: string;
                /** @description How many above, and how many below. */
                neighbors?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rank"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description program_unpublished */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description leaderboard_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWallet: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Wallet"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWithdrawals: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WithdrawalPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    makeWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The caller's own; the same id with the same content answers what was done first, and does nothing. */
                    operation_id: string;
                    /** @description A program's id or key: each has its own account. */
                    program: string;
                    unit: string;
                    amount: number;
                    description?: string;
                    /** @description Yours: it is shown beside the movement in the wallet. */
                    metadata?: {
                        [key: string]: string | number | boolean | null;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description operation_content_differs, insufficient_balance, participant_suspended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    cancelWithdrawal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description The caller's own; the same id with the same content answers what was done first, and does nothing. */
                operation_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Withdrawal"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    recordWalletTransaction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description The caller's own; the same id with the same content answers what was done first, and does nothing. */
                    operation_id: string;
                    /** @description A program's id or key: each has its own account. */
                    program: string;
                    /** @enum {string} */
                    type: "deal_payment" | "affiliate_commission" | "adjustment";
                    unit: string;
                    /** @description In the unit's smallest part; below zero only for an adjustment. */
                    amount: number;
                    description?: string;
                    /** @description Yours: it is shown beside the movement in the wallet. */
                    metadata?: {
                        [key: string]: string | number | boolean | null;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WalletTransaction"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description operation_content_differs, insufficient_balance */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_erased */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewInvoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Yours: an invoice uses one free month, once. */
                    id: string;
                    participant: string | {
                        kind: string;
                        external_id: string;
                    };
                    amount_minor: number;
                    currency: string;
                    /** @description What the invoice covers; a month counts as 30 days where it is measured in days. */
                    period: {
                        months: number;
                    } | {
                        days: number;
                    };
                    /** @description Use free months of this program only. Left out: of every program of the key's mode. */
                    program?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description operation_content_differs, invoice_voided, participant_suspended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    applyInvoice: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /** @description Yours: an invoice uses one free month, once. */
                    id: string;
                    participant: string | {
                        kind: string;
                        external_id: string;
                    };
                    amount_minor: number;
                    currency: string;
                    /** @description What the invoice covers; a month counts as 30 days where it is measured in days. */
                    period: {
                        months: number;
                    } | {
                        days: number;
                    };
                    /** @description Use free months of this program only. Left out: of every program of the key's mode. */
                    program?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description operation_content_differs, invoice_voided, participant_suspended */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    voidInvoice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invoice"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description limiter_unavailable, busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookEndpoints: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * @description An https address with a public name, on port 443 or one from 1024 on.
                     * @example https://app.example.com/webhooks
                     */
                    url: string;
                    /** @default null */
                    description?: string | null;
                    /** @description Only messages of these types; null: of every type, later ones included. */
                    types?: ("participant.joined" | "referral.signed_up" | "referral.converted" | "reward.pending" | "reward.available" | "reward.redeemed" | "reward.voided" | "reward.expired" | "reward.reversed" | "reward.expiring" | "review.decided" | "link.expired" | "budget.nearing" | "fulfilment.failed" | "job.failing" | "endpoint.disabled")[] | null;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight, too_many_webhook_endpoints */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused, webhook_url_not_allowed */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description An https address with a public name, on port 443 or one from 1024 on.
                     * @example https://app.example.com/webhooks
                     */
                    url?: string;
                    description?: string | null;
                    /** @description Only messages of these types; null: of every type, later ones included. */
                    types?: ("participant.joined" | "referral.signed_up" | "referral.converted" | "reward.pending" | "reward.available" | "reward.redeemed" | "reward.voided" | "reward.expired" | "reward.reversed" | "reward.expiring" | "review.decided" | "link.expired" | "budget.nearing" | "fulfilment.failed" | "job.failing" | "endpoint.disabled")[] | null;
                    /** @enum {string} */
                    status?: "enabled" | "disabled";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpoint"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description too_many_webhook_endpoints */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description webhook_url_not_allowed */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateWebhookSecret: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description 0: the secret before this one ends at once.
                     * @default 24
                     */
                    overlap_hours?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookEndpointWithSecret"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    pingWebhookEndpoint: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryWithAttempts"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight, webhook_endpoint_disabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listWebhookDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                status?: "due" | "done" | "dead";
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getWebhookDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryWithAttempts"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverMessage: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                message_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WebhookDeliveryWithAttempts"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight, webhook_endpoint_disabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    redeliverMessages: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Messages written at this time or later.
                     */
                    from: string;
                    /**
                     * Format: date-time
                     * @description And before this time; left out: up to now.
                     */
                    until?: string;
                    /**
                     * @default dead
                     * @enum {string}
                     */
                    status?: "dead" | "done" | "any";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Redelivery"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight, webhook_endpoint_disabled */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMessage: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Message"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveStripeDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description invalid_request, signature_invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description provider_not_configured */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    receiveWhopDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": unknown;
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Receipt"];
                };
            };
            /** @description invalid_request, signature_invalid */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description provider_not_configured */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviderDeliveries: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                provider?: "stripe" | "whop";
                status?: "pending" | "applied" | "ignored" | "unmapped" | "refused";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderDeliveryPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProviderDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderDeliveryWithBody"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    replayProviderDelivery: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderDeliveryWithBody"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mapProviderCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: "stripe" | "whop";
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    participant: string | {
                        kind: string;
                        external_id: string;
                    };
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCustomer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description participant_erased */
            410: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    unmapProviderCustomer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: "stripe" | "whop";
                customer_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCustomer"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listProviderCustomers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                participant?: string;
            };
            header?: never;
            path: {
                provider: "stripe" | "whop";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderCustomerPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    mapProviderPayment: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                provider: "stripe" | "whop";
                external_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    payment_ref: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProviderPayment"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description provider_payment_known */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobs: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobList"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: "destroy_address_salts" | "work_provider_deliveries" | "sweep_pending_events" | "seal_audit_log" | "check_health" | "end_stays" | "release_rewards" | "wake_fulfilments" | "watch_budgets" | "recalculate_leaderboards" | "delete_old_answers" | "finish_erasures" | "announce_expired_links" | "expire_rewards" | "announce_expiring_rewards" | "keep_retention" | "reconcile_ledger" | "check_click_counts" | "recalculate_all_leaderboards" | "verify_audit_log" | "award_badges" | "reward_leaders" | "deliver_messages";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Job"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listJobRuns: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                name: "destroy_address_salts" | "work_provider_deliveries" | "sweep_pending_events" | "seal_audit_log" | "check_health" | "end_stays" | "release_rewards" | "wake_fulfilments" | "watch_budgets" | "recalculate_leaderboards" | "delete_old_answers" | "finish_erasures" | "announce_expired_links" | "expire_rewards" | "announce_expiring_rewards" | "keep_retention" | "reconcile_ledger" | "check_click_counts" | "recalculate_all_leaderboards" | "verify_audit_log" | "award_badges" | "reward_leaders" | "deliver_messages";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRunPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    runJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                name: "destroy_address_salts" | "work_provider_deliveries" | "sweep_pending_events" | "seal_audit_log" | "check_health" | "end_stays" | "release_rewards" | "wake_fulfilments" | "watch_budgets" | "recalculate_leaderboards" | "delete_old_answers" | "finish_erasures" | "announce_expired_links" | "expire_rewards" | "announce_expiring_rewards" | "keep_retention" | "reconcile_ledger" | "check_click_counts" | "recalculate_all_leaderboards" | "verify_audit_log" | "award_badges" | "reward_leaders" | "deliver_messages";
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["JobRun"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description job_running */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEmailSuppressions: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailSuppressionPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    suppressAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                    /** @enum {string} */
                    reason?: "bounced" | "complained" | "by_hand";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailSuppression"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    allowAddress: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailSuppressionRemoved"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listEmails: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                participant_id?: string;
                /** @description `sent` and `due` need `participant_id` beside them. */
                status?: "due" | "sent" | "kept" | "skipped" | "dead";
                /** @description Of one participant: needs `participant_id`. */
                template?: "welcome" | "invitation" | "reminder" | "earned" | "available" | "expiring" | "milestone" | "tier" | "review_waiting" | "budget" | "failure";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    previewEmail: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    program: string;
                    /** @enum {string} */
                    template: "welcome" | "invitation" | "reminder" | "earned" | "available" | "expiring" | "milestone" | "tier" | "review_waiting" | "budget" | "failure";
                    participant?: string;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailPreview"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EmailWithText"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    sendEmail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Email"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description email_not_sendable */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listKeys: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                member_id?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KeyPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    scopes: ("programs:read" | "programs:write" | "participants:read" | "participants:write" | "links:read" | "links:write" | "events:read" | "events:write" | "payments:verify" | "referrals:read" | "referrals:write" | "rewards:read" | "rewards:write" | "leaderboards:read" | "reviews:read" | "reviews:write" | "fraud:read" | "fraud:write" | "wallets:read" | "wallets:write" | "webhooks:read" | "webhooks:write" | "emails:read" | "emails:write" | "providers:read" | "providers:write" | "jobs:read" | "jobs:write" | "keys:read" | "keys:write" | "audit:read" | "members:read" | "members:write" | "tokens:write" | "privacy:write")[];
                    /** Format: date-time */
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    revokeKey: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Key"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope, role_beyond_yours */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    rotateKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description How long the old key stays good; 0: it ends at once.
                     * @default 24
                     */
                    grace_hours?: number;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope, role_beyond_yours */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight, key_over */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listMembers: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    addMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** Format: email */
                    email: string;
                    /** @enum {string} */
                    role: "owner" | "admin" | "support" | "analyst";
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope, live_key_needed, role_beyond_yours */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description member_exists */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    removeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope, live_key_needed, role_beyond_yours */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description last_owner */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    changeMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    name?: string;
                    /** @enum {string} */
                    role?: "owner" | "admin" | "support" | "analyst";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Member"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope, live_key_needed, role_beyond_yours */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description last_owner */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    createMemberKey: {
        parameters: {
            query?: never;
            header?: {
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": {
                    name: string;
                    /** @enum {string} */
                    mode: "live" | "test";
                    /** Format: date-time */
                    expires_at?: string;
                };
            };
        };
        responses: {
            /** @description Created */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NewKey"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope, live_key_needed, role_beyond_yours */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_in_flight */
            409: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description idempotency_key_reused */
            422: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description busy */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    eraseParticipant: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default asked_for
                     * @enum {string}
                     */
                    reason?: "asked_for" | "account_closed" | "no_longer_needed";
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Erasure"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    exportParticipant: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ParticipantExport"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description not_found */
            404: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    listAudit: {
        parameters: {
            query?: {
                limit?: number;
                cursor?: string;
                object_id?: string;
                actor?: string;
                action?: string;
                from?: string;
                /** @description Before this time. */
                until?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    verifyAudit: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    after_seq?: number;
                };
            };
        };
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerification"];
                };
            };
            /** @description invalid_request */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description payload_too_large */
            413: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description unsupported_media_type */
            415: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description database_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    reportHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HealthReport"];
                };
            };
            /** @description unauthorized */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description insufficient_scope */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description rate_limited */
            429: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
            /** @description database_unavailable */
            503: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getProblems: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description OK */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/html": string;
                };
            };
            /** @description internal_error */
            500: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
