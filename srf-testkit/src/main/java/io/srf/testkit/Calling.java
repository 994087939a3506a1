// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.Dialog;
import java.net.InetSocketAddress;

/** The caller's part of setting up a call: every fork may ring, the first that answers is it (RFC 3261 §13.2). */
final class Calling implements OutgoingInvite.User {
    private final Call call;
    private final OutgoingInvite invite;
    private final Pracking pracking;
    private boolean cancelled;
    private boolean pending = true;

    Calling(Call call, SipRequest request, InetSocketAddress to) {
        this.call = call;
        this.pracking = new Pracking(call);
        this.invite = OutgoingInvite.send(call.agent, request, to, this);
    }

    /** Whether its INVITE has no final response; the call may be over, by a BYE in an early dialog. */
    boolean isPending() {
        return pending;
    }

    void cancel() {
        cancelled = true;
        invite.cancel();
    }

    @Override
    public void provisional(SipResponse response) {
        if (response.status() > 100 && response.to().tag() != null) {
            Dialog dialog = dialog(response);
            call.isEarly(dialog);
            pracking.received(response, dialog);
        }
        call.progressed(response.status());
    }

    @Override
    public void accepted(SipResponse response) {
        pending = false;
        Dialog dialog = dialog(response);
        dialog.confirmedBy(response);
        if (call.state() != CallState.CALLING && call.state() != CallState.EARLY) {
            invite.acknowledge(dialog, null);
            HangingUp.send(call.agent, dialog, bye -> {}, () -> call.dialogs.remove(dialog));
            return;
        }
        call.dialogs.keepOnly(dialog);
        if (!pracking.isDescribed()) {
            call.media.take(response);
        }
        invite.acknowledge(dialog, call.media.answerIfAsked());
        call.sessionTimer.answered(response);
        call.isConfirmed(dialog);
        if (cancelled) {
            call.hangsUp();
        }
    }

    @Override
    public void refused(SipResponse response) {
        pending = false;
        call.isOver(response.status());
    }

    private Dialog dialog(SipResponse response) {
        return call.dialogs.add(Dialog.ofCaller(invite.request(), response));
    }
}
