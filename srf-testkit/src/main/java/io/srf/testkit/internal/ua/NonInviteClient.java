// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The non-INVITE client transaction (RFC 3261 §17.1.2).
 *
 * <pre>
 * Trying, Proceeding  Timer E   send again; after T2 in Proceeding
 * Trying, Proceeding  Timer F   408 to the user, Terminated
 * Trying, Proceeding  1xx       to the user, Proceeding
 * Trying, Proceeding  200–699   to the user, Completed
 * Completed           Timer K   Terminated
 * </pre>
 */
public final class NonInviteClient extends ClientTransaction {
    private enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private State state = State.TRYING;
    private @Nullable Retransmission timerE;
    private Timer timeout = () -> {};

    NonInviteClient(Stage stage, SipRequest request, InetSocketAddress to, User user) {
        super(stage, request, to, user);
    }

    @Override
    void start() {
        if (!stage.outlet().isReliable()) {
            timerE = Retransmission.start(stage.alarms(), "Timer E of " + this, SipTimers.T2, this::send);
        }
        timeout = stage.alarms().set("Timer F of " + this, SipTimers.GIVE_UP, () -> failed(408));
        send();
    }

    @Override
    void received(SipResponse response) {
        if (state != State.TRYING && state != State.PROCEEDING) {
            return;
        }
        if (response.isProvisional()) {
            state = State.PROCEEDING;
            if (timerE != null) {
                timerE.slowDown();
            }
        } else {
            complete();
        }
        user.response(response);
    }

    private void complete() {
        stopTimers();
        state = State.COMPLETED;
        if (stage.outlet().isReliable()) {
            abandon();
        } else {
            timeout = stage.alarms().set("Timer K of " + this, SipTimers.T4, this::abandon);
        }
    }

    @Override
    public void abandon() {
        stopTimers();
        state = State.TERMINATED;
        stage.transactions().remove(this);
    }

    private void stopTimers() {
        timeout.cancel();
        if (timerE != null) {
            timerE.stop();
        }
    }

    @Override
    String state() {
        return state.name();
    }
}
