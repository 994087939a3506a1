// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.InviteServer;
import io.srf.testkit.internal.ua.Retransmission;
import io.srf.testkit.internal.ua.SipTimers;
import io.srf.time.Timer;
import org.jspecify.annotations.Nullable;

/** An INVITE that a phone receives, first or later: its responses, and its 2xx again and again until the ACK comes. */
final class IncomingInvite {
    /** Whose INVITE it is. */
    interface User {
        /** The ACK for the 2xx came. */
        void acknowledged(SipRequest ack);

        /** No ACK came for 64·T1 (RFC 3261 §13.3.1.4). */
        void notAcknowledged();
    }

    private final Agent agent;
    private final InviteServer transaction;
    private final String localTag;
    private final User user;
    private @Nullable Retransmission retransmission;
    private Timer giveUp = () -> {};
    private boolean waiting;

    /**
     * An INVITE that has just come.
     *
     * @param localTag the To-tag of its responses
     */
    IncomingInvite(Agent agent, InviteServer transaction, String localTag, User user) {
        this.agent = agent;
        this.transaction = transaction;
        this.localTag = localTag;
        this.user = user;
    }

    SipRequest request() {
        return transaction.request();
    }

    /** Begins a response. */
    SipResponse.Builder response(int status) {
        return agent.response(request(), status, localTag);
    }

    /** Sends a provisional response, or a final one that is not a 2xx. */
    void respond(SipResponse response) {
        transaction.respond(response);
    }

    /** Sends a 2xx until its ACK comes, however reliable the transport is (RFC 3261 §13.3.1.4). */
    void accept(SipResponse response) {
        waiting = true;
        transaction.respond(response);
        String what = response.status() + " for " + transaction;
        retransmission = Retransmission.start(agent.alarms, what, SipTimers.T2, () -> transaction.respond(response));
        giveUp = agent.alarms.set("no ACK after " + what, SipTimers.GIVE_UP, this::noAck);
    }

    /** Whether a 2xx was sent whose ACK has not come. */
    boolean isWaitingForAck() {
        return waiting;
    }

    /** Whether a final response was sent. */
    boolean isOver() {
        return transaction.isOver();
    }

    /** Takes an ACK of the dialog, which may be for another INVITE or come again. */
    void received(SipRequest ack) {
        if (waiting && ack.cseq().number() == request().cseq().number()) {
            stop();
            user.acknowledged(ack);
        }
    }

    private void noAck() {
        stop();
        user.notAcknowledged();
    }

    /** Sends its 2xx no more. */
    void stop() {
        waiting = false;
        giveUp.cancel();
        if (retransmission != null) {
            retransmission.stop();
        }
    }
}
