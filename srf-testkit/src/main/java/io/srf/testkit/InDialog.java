// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.InviteServer;
import io.srf.testkit.internal.ua.ServerTransaction;
import java.util.ArrayList;
import java.util.List;

/** The requests that a phone receives inside the dialogs of a call (RFC 3261 §12.2.2), and the INVITEs among them. */
final class InDialog {
    private final Call call;
    private final List<IncomingInvite> invites = new ArrayList<>();

    InDialog(Call call) {
        this.call = call;
    }

    /** Takes note of an INVITE whose ACK will come. */
    void add(IncomingInvite invite) {
        invites.removeIf(old -> old.isOver() && !old.isWaitingForAck());
        invites.add(invite);
    }

    void received(ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Dialog dialog = call.dialogs.of(request);
        if (dialog == null || !dialog.accepts(request)) {
            answer(transaction, 500);
        } else if (request.is(Methods.BYE)) {
            bye(transaction, dialog);
        } else if (call.state() == CallState.ENDING) {
            answer(transaction, 481);
        } else if (transaction instanceof InviteServer invite) {
            dialog.refreshTarget(request);
            ReInvited again = new ReInvited(call, invite, dialog.id().localTag());
            add(again.invite());
            again.received();
        } else if (request.is(Methods.UPDATE)) {
            dialog.refreshTarget(request);
            Updating.received(call, transaction, call.agent.replies.to(Methods.UPDATE));
        } else if (request.is(Methods.PRACK) && call.acknowledges(request)) {
            answer(transaction, 200);
        } else if (request.is(Methods.PRACK) && call.agent.extensions.contains(Pracking.RELIABLE)) {
            answer(transaction, 481);
        } else if (request.is(Methods.REFER) && call.agent.script.followsReferrals()) {
            Following.received(call, dialog, transaction);
        } else {
            call.notified(request);
            reply(transaction);
        }
    }

    private void bye(ServerTransaction transaction, Dialog dialog) {
        reply(transaction);
        if (call.isIn(dialog)) {
            call.isOver(call.status());
        } else {
            call.dialogs.remove(dialog);
        }
    }

    /** Answers as scripted. */
    private void reply(ServerTransaction transaction) {
        Replies.Reply reply = call.agent.replies.to(transaction.request().method());
        SipResponse.Builder response = call.agent.response(transaction.request(), reply.status(), "");
        reply.edit().accept(response);
        transaction.respond(response.build());
    }

    private void answer(ServerTransaction transaction, int status) {
        transaction.respond(
                call.agent.response(transaction.request(), status, "").build());
    }

    /** Takes an ACK. */
    void acknowledged(SipRequest ack) {
        Dialog dialog = call.dialogs.of(ack);
        if (dialog != null && call.isIn(dialog)) {
            List.copyOf(invites).forEach(invite -> invite.received(ack));
        }
    }

    /** The call is over: no 2xx is sent again, and what waits for an answer gets 487 (RFC 3261 §15.1.2). */
    void stop() {
        for (IncomingInvite invite : invites) {
            invite.stop();
            if (!invite.isOver()) {
                invite.respond(invite.response(487).build());
            }
        }
    }
}
