// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The INVITE server transaction (RFC 3261 §17.2.1, RFC 6026 §7.1).
 *
 * <pre>
 * Proceeding  200 ms without a response  send 100
 * Proceeding  INVITE        send the last response again
 * Proceeding  user's 1xx    send
 * Proceeding  user's 2xx    send, Accepted
 * Proceeding  user's 300–699  send, Completed
 * Accepted    user's 2xx    send
 * Accepted    Timer L       Terminated
 * Completed   INVITE, Timer G  send again
 * Completed   ACK           Confirmed
 * Completed   Timer H       Terminated
 * Confirmed   Timer I       Terminated
 * </pre>
 */
public final class InviteServer extends ServerTransaction {
    private enum State {
        PROCEEDING,
        ACCEPTED,
        COMPLETED,
        CONFIRMED,
        TERMINATED
    }

    private State state = State.PROCEEDING;
    private @Nullable Retransmission timerG;
    private Timer timer;
    private String toTag = "";
    private Runnable onCancel = () -> {};

    InviteServer(Stage stage, SipRequest request, InetSocketAddress replyTo) {
        super(stage, request, replyTo);
        timer = stage.alarms().set("100 for " + this, SipTimers.TRYING_AFTER, this::trying);
    }

    private void trying() {
        if (hasSentNothing()) {
            send(request.response(100, null).build());
        }
    }

    /**
     * Says whose it is.
     *
     * @param tag the To-tag of the responses
     * @param action what to do if a CANCEL comes before the final response
     */
    public void belongsTo(String tag, Runnable action) {
        toTag = tag;
        onCancel = action;
    }

    /** The To-tag of its responses. */
    public String toTag() {
        return toTag;
    }

    /** Sends no 100 by itself. */
    public void staysSilent() {
        timer.cancel();
    }

    /** Forgets the request without having answered it. */
    public void abandon() {
        terminate();
    }

    /** Takes a CANCEL: no use after a final response (§9.2). */
    public void cancelled() {
        if (state == State.PROCEEDING) {
            onCancel.run();
        }
    }

    @Override
    public void respond(SipResponse response) {
        boolean allowed = state == State.PROCEEDING || (state == State.ACCEPTED && response.isSuccess());
        if (!allowed) {
            return;
        }
        timer.cancel();
        if (response.isSuccess()) {
            state = State.ACCEPTED;
            timer = stage.alarms().set("Timer L of " + this, SipTimers.GIVE_UP, this::terminate);
        } else if (response.isFinal()) {
            state = State.COMPLETED;
            timer = stage.alarms().set("Timer H of " + this, SipTimers.GIVE_UP, this::terminate);
            if (!stage.outlet().isReliable()) {
                timerG = Retransmission.start(stage.alarms(), "Timer G of " + this, SipTimers.T2, this::sendLast);
            }
        }
        send(response);
    }

    @Override
    void received(SipRequest again) {
        if (again.is(Methods.ACK)) {
            acknowledged();
        } else if (state == State.PROCEEDING || state == State.COMPLETED) {
            sendLast();
        }
    }

    private void acknowledged() {
        if (state == State.COMPLETED) {
            stopTimers();
            state = State.CONFIRMED;
            if (stage.outlet().isReliable()) {
                terminate();
            } else {
                timer = stage.alarms().set("Timer I of " + this, SipTimers.T4, this::terminate);
            }
        }
    }

    private void terminate() {
        stopTimers();
        state = State.TERMINATED;
        stage.transactions().remove(this);
    }

    private void stopTimers() {
        timer.cancel();
        if (timerG != null) {
            timerG.stop();
        }
    }

    /** Whether a final response has been sent. */
    public boolean isOver() {
        return state != State.PROCEEDING;
    }

    /** Whether the transaction takes the ACKs to its final response itself, as it does for all but a 2xx. */
    boolean takesAck() {
        return state == State.COMPLETED || state == State.CONFIRMED;
    }

    @Override
    String state() {
        return state.name();
    }
}
