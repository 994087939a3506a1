// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.RAck;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.InviteServer;
import io.srf.testkit.internal.ua.Retransmission;
import io.srf.testkit.internal.ua.SipTimers;
import io.srf.time.Timer;
import org.jspecify.annotations.Nullable;

/** The reliable provisional responses of a called phone: each is sent again and again until its PRACK comes (RFC 3262 §3). */
final class ReliableProgress {
    private final Agent agent;
    private final InviteServer transaction;
    private final Runnable onSilence;
    private int rseq;
    private boolean acknowledged;
    private @Nullable Retransmission retransmission;
    private Timer giveUp = () -> {};

    /**
     * None is sent yet.
     *
     * @param onSilence if no PRACK comes for 64·T1
     */
    ReliableProgress(Agent agent, InviteServer transaction, Runnable onSilence) {
        this.agent = agent;
        this.transaction = transaction;
        this.onSilence = onSilence;
    }

    /** Sends a response reliably; the one before must be acknowledged. */
    void send(SipResponse.Builder response) {
        if (rseq > 0 && !acknowledged) {
            throw new IllegalStateException("the last reliable response has no PRACK yet, expected: one at a time");
        }
        acknowledged = false;
        SipResponse message = response.set(HeaderName.REQUIRE, Pracking.RELIABLE)
                .set(HeaderName.RSEQ, ++rseq)
                .build();
        String what = message.status() + " with RSeq " + rseq + " for " + transaction;
        transaction.respond(message);
        retransmission =
                Retransmission.start(agent.alarms, what, SipTimers.GIVE_UP, () -> transaction.respond(message));
        giveUp = agent.alarms.set("no PRACK after " + what, SipTimers.GIVE_UP, this::silent);
    }

    /** Whether the last response has its PRACK. */
    boolean isAcknowledged() {
        return acknowledged;
    }

    private void silent() {
        stop();
        onSilence.run();
    }

    /** Whether a PRACK is for the last response, which is then sent no more. */
    boolean takes(SipRequest prack) {
        RAck rack = prack.rack();
        boolean ours = rack != null
                && rack.rseq() == rseq
                && rack.cseq().equals(transaction.request().cseq());
        if (ours) {
            acknowledged = true;
            stop();
        }
        return ours;
    }

    void stop() {
        giveUp.cancel();
        if (retransmission != null) {
            retransmission.stop();
        }
    }
}
