// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.log.CallLogger;
import io.srf.server.Loop;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What all transactions of a shard share. */
record Context(Loop loop, Ids ids, Flows flows, TransactionSettings settings, Counts counts, CallLog calls) {
    private static final Logger log = LoggerFactory.getLogger(TransactionLayer.class);

    /** Calls the user, who cannot do harm by throwing. */
    void tell(SipMessage about, Runnable user) {
        try {
            user.run();
        } catch (RuntimeException e) {
            CallLogger.error(log, about.header(HeaderName.CALL_ID), "transaction user failed", e);
        }
    }

    /** Whether there is room for another transaction. */
    boolean hasRoom() {
        return counts.total() < settings.maxTransactions();
    }
}
