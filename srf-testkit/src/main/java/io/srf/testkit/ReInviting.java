// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.time.Timer;
import java.util.function.Consumer;

/** A later INVITE that a phone sends to change the session; it tries again after a 491 (RFC 3261 §14.1). */
final class ReInviting implements OutgoingInvite.User {
    private static final int STEP_MILLIS = 10;
    /** Who chose the Call-ID waits 2.1 to 4 seconds. */
    private static final int OWNER_FIRST_STEP = 210;

    private static final int OWNER_LAST_STEP = 400;
    /** The other side waits 0 to 2 seconds. */
    private static final int OTHER_LAST_STEP = 200;

    private final Call call;
    private final Dialog dialog;
    private final MediaDirection wanted;
    private final Consumer<SipRequest.Builder> edit;
    private OutgoingInvite invite;
    private Timer retry = () -> {};
    private boolean pending = true;

    ReInviting(Call call, Dialog dialog, MediaDirection wanted, Consumer<SipRequest.Builder> edit) {
        this.call = call;
        this.dialog = dialog;
        this.wanted = wanted;
        this.edit = edit;
        this.invite = send();
    }

    private OutgoingInvite send() {
        SipRequest.Builder builder = dialog.request(Methods.INVITE).body(call.media.offer(wanted), Sdp.TYPE);
        call.sessionTimer.ask(builder);
        SipRequest request = call.agent.complete(Methods.INVITE, builder, edit);
        if (Sdp.in(request) == null) {
            call.media.withdrawn();
        }
        return OutgoingInvite.send(call.agent, request, dialog, this);
    }

    /** Whether its final response has not come. */
    boolean isPending() {
        return pending;
    }

    void cancel() {
        invite.cancel();
    }

    /** The call is over: it is not tried again. */
    void stop() {
        retry.cancel();
    }

    @Override
    public void provisional(SipResponse response) {}

    @Override
    public void accepted(SipResponse response) {
        pending = false;
        dialog.refreshTarget(response);
        call.media.take(response);
        invite.acknowledge(dialog, call.media.answerIfAsked());
        call.sessionTimer.answered(response);
    }

    @Override
    public void refused(SipResponse response) {
        pending = false;
        call.media.withdrawn();
        if (call.state() != CallState.CONFIRMED) {
            return;
        }
        switch (response.status()) {
            case 491 -> retry = call.agent.alarms.set("re-INVITE after glare", pause(), this::again);
            case 408, 481 -> call.hangsUp();
            default -> {}
        }
    }

    private void again() {
        pending = true;
        invite = send();
    }

    private long pause() {
        int first = call.isCaller() ? OWNER_FIRST_STEP : 0;
        int last = call.isCaller() ? OWNER_LAST_STEP : OTHER_LAST_STEP;
        return (long) STEP_MILLIS * (first + call.agent.random.nextInt(last - first + 1));
    }
}
