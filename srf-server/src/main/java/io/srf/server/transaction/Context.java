// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import io.srf.log.CallLogger;
import io.srf.log.LogLimiter;
import io.srf.server.Loop;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all transactions of a shard share.
 *
 * @param failures keeps the log readable when one message after the other meets the same mistake of ours
 */
record Context(
        Loop loop,
        Ids ids,
        Flows flows,
        TransactionSettings settings,
        Counts counts,
        CallLog calls,
        LogLimiter failures) {
    private static final Logger log = LoggerFactory.getLogger(TransactionLayer.class);

    Context(Loop loop, Ids ids, Flows flows, TransactionSettings settings, CallLog calls) {
        this(
                loop,
                ids,
                flows,
                settings,
                new Counts(),
                calls,
                new LogLimiter(LogLimiter.INTERVAL, loop.timers()::nanoTime));
    }

    /** Calls the user, who cannot do harm by throwing. */
    void tell(SipMessage about, Runnable user) {
        try {
            user.run();
        } catch (SipParseException e) {
            malformed(about, e.getMessage());
        } catch (RuntimeException e) {
            failed(about, "transaction user failed", e);
        }
    }

    /** Counts a message that cannot be read, which is dropped or refused. */
    void malformed(SipMessage message, @Nullable String problem) {
        counts.malformed++;
        CallLogger.debug(log, message.header(HeaderName.CALL_ID), "malformed {}: {}", kind(message), problem);
    }

    private static String kind(SipMessage message) {
        return message instanceof SipRequest request ? request.method() : "response";
    }

    /** Says what went wrong here with a message: once, while it goes wrong in the same way. */
    void failed(SipMessage about, String what, RuntimeException e) {
        long heldBack = failures.permit(e.getClass());
        if (heldBack != LogLimiter.HOLD_BACK) {
            CallLogger.error(log, about.header(HeaderName.CALL_ID), "{}{}", what, LogLimiter.since(heldBack), e);
        }
    }

    /** Whether there is room for another transaction. */
    boolean hasRoom() {
        return counts.total() < settings.maxTransactions();
    }
}
