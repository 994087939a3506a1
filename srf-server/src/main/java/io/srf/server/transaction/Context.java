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
        tell(about.header(HeaderName.CALL_ID), kind(about), user);
    }

    /** Does so about a call, and what of it. */
    void tell(@Nullable String callId, String what, Runnable user) {
        try {
            user.run();
        } catch (SipParseException e) {
            malformed(callId, what, e.getMessage());
        } catch (RuntimeException e) {
            userFailed(callId, e);
        }
    }

    /** Counts a message that cannot be read, which is dropped or refused. */
    void malformed(SipMessage message, @Nullable String problem) {
        malformed(message.header(HeaderName.CALL_ID), kind(message), problem);
    }

    private void malformed(@Nullable String callId, String what, @Nullable String problem) {
        counts.malformed++;
        CallLogger.debug(log, callId, "malformed {}: {}", what, problem);
    }

    private static String kind(SipMessage message) {
        return message instanceof SipRequest request ? request.method() : "response";
    }

    /** The user has thrown something that is not the message's fault. */
    void userFailed(@Nullable String callId, RuntimeException e) {
        failed(callId, "transaction user failed", e);
    }

    /** Says what went wrong here with a call: once, while it goes wrong in the same way. */
    void failed(@Nullable String callId, String what, RuntimeException e) {
        long heldBack = failures.permit(e.getClass());
        if (heldBack != LogLimiter.HOLD_BACK) {
            CallLogger.error(log, callId, "{}{}", what, LogLimiter.since(heldBack), e);
        }
    }

    /** Whether there is room for another transaction. */
    boolean hasRoom() {
        return counts.total() < settings.maxTransactions();
    }
}
