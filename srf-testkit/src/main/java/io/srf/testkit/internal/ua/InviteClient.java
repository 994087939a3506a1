// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.CSeq;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The INVITE client transaction (RFC 3261 §17.1.1, RFC 6026 §7.2).
 *
 * <pre>
 * Calling     Timer A       send again
 * Calling     Timer B       408 to the user, Terminated
 * Calling, Proceeding  1xx      to the user, Proceeding
 * Calling, Proceeding  2xx      to the user, Accepted
 * Calling, Proceeding  300–699  ACK, to the user, Completed
 * Accepted    2xx           to the user
 * Accepted    Timer M       Terminated
 * Completed   300–699       ACK
 * Completed   Timer D       Terminated
 * </pre>
 */
public final class InviteClient extends ClientTransaction {
    private enum State {
        CALLING,
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        TERMINATED
    }

    private State state = State.CALLING;
    private @Nullable Retransmission timerA;
    private Timer timeout = () -> {};
    private @Nullable SipRequest ack;

    InviteClient(Stage stage, SipRequest request, InetSocketAddress to, User user) {
        super(stage, request, to, user);
    }

    @Override
    void start() {
        if (!stage.outlet().isReliable()) {
            timerA = Retransmission.start(stage.alarms(), "Timer A of " + this, Long.MAX_VALUE, this::send);
        }
        timeout = stage.alarms().set("Timer B of " + this, SipTimers.GIVE_UP, () -> failed(408));
        send();
    }

    @Override
    void received(SipResponse response) {
        switch (state) {
            case CALLING, PROCEEDING -> proceed(response);
            case ACCEPTED -> {
                if (response.isSuccess()) {
                    user.response(response);
                }
            }
            case COMPLETED -> {
                if (response.isFinal() && !response.isSuccess()) {
                    acknowledge(response);
                }
            }
            case TERMINATED -> {}
        }
    }

    private void proceed(SipResponse response) {
        stopTimers();
        if (response.isProvisional()) {
            state = State.PROCEEDING;
        } else if (response.isSuccess()) {
            state = State.ACCEPTED;
            timeout = stage.alarms().set("Timer M of " + this, SipTimers.GIVE_UP, this::abandon);
        } else {
            state = State.COMPLETED;
            acknowledge(response);
            if (stage.outlet().isReliable()) {
                abandon();
            } else {
                timeout = stage.alarms().set("Timer D of " + this, SipTimers.TIMER_D, this::abandon);
            }
        }
        user.response(response);
    }

    /** Sends the ACK for a non-2xx: same branch, same way (§17.1.1.3). */
    private void acknowledge(SipResponse response) {
        SipRequest message = ack;
        if (message == null) {
            SipRequest.Builder builder = SipRequest.builder(Methods.ACK, request.uriText())
                    .add(HeaderName.VIA, request.topVia())
                    .add(HeaderName.MAX_FORWARDS, "70")
                    .add(HeaderName.FROM, request.from())
                    .add(HeaderName.TO, response.to())
                    .add(HeaderName.CALL_ID, request.callId())
                    .add(HeaderName.CSEQ, new CSeq(request.cseq().number(), Methods.ACK));
            for (Header route : request.all(HeaderName.ROUTE)) {
                builder.add(route);
            }
            message = builder.build();
            ack = message;
        }
        stage.outlet().send(message, to);
    }

    @Override
    public void abandon() {
        stopTimers();
        state = State.TERMINATED;
        stage.transactions().remove(this);
    }

    private void stopTimers() {
        timeout.cancel();
        if (timerA != null) {
            timerA.stop();
        }
    }

    /** Whether a final response has come, or none will. */
    public boolean isOver() {
        return state != State.CALLING && state != State.PROCEEDING;
    }

    /** Whether a provisional response has come and no final one, so that a CANCEL may be sent (§9.1). */
    public boolean isProceeding() {
        return state == State.PROCEEDING;
    }

    @Override
    String state() {
        return state.name();
    }
}
