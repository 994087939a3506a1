// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;

/**
 * The non-INVITE server transaction (RFC 3261 §17.2.2).
 *
 * <pre>
 * Trying, Proceeding     user's 1xx      send, Proceeding
 * Trying, Proceeding     user's 200–699  send, Completed
 * Proceeding, Completed  the request     send the last response again
 * Completed              Timer J         Terminated
 * </pre>
 */
public final class NonInviteServer extends ServerTransaction {
    private enum State {
        TRYING,
        PROCEEDING,
        COMPLETED
    }

    private State state = State.TRYING;

    NonInviteServer(Stage stage, SipRequest request, InetSocketAddress replyTo) {
        super(stage, request, replyTo);
    }

    @Override
    public void respond(SipResponse response) {
        if (state == State.COMPLETED) {
            return;
        }
        if (response.isFinal()) {
            state = State.COMPLETED;
            long timerJ = stage.outlet().isReliable() ? 0 : SipTimers.GIVE_UP;
            stage.alarms()
                    .set(
                            "Timer J of " + this,
                            timerJ,
                            () -> stage.transactions().remove(this));
        } else {
            state = State.PROCEEDING;
        }
        send(response);
    }

    @Override
    void received(SipRequest again) {
        sendLast();
    }

    @Override
    String state() {
        return state.name();
    }
}
