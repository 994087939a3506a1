// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.InviteServer;

/** A later INVITE that a phone receives, and accepts if nothing speaks against it (RFC 3261 §14.2). */
final class ReInvited implements IncomingInvite.User {
    private final Call call;
    private final IncomingInvite invite;

    ReInvited(Call call, InviteServer transaction, String localTag) {
        this.call = call;
        this.invite = new IncomingInvite(call.agent, transaction, localTag, this);
        transaction.belongsTo(localTag, this::cancelled);
    }

    IncomingInvite invite() {
        return invite;
    }

    void received() {
        String offer = Sdp.in(invite.request());
        int conflict = call.conflictWithOffer();
        Replies.Reply reply = call.agent.replies.to(invite.request().method());
        int minSe = call.agent.timing.refuses(invite.request());
        if (minSe > 0) {
            invite.respond(invite.response(422).set(HeaderName.MIN_SE, minSe).build());
        } else if (conflict != 0) {
            invite.respond(Updating.refusal(invite.response(conflict), conflict));
        } else if (!reply.isSuccess()) {
            SipResponse.Builder refusal = invite.response(reply.status());
            reply.edit().accept(refusal);
            invite.respond(refusal.build());
        } else if (offer != null && !Sdp.isAcceptable(offer)) {
            invite.respond(invite.response(488).build());
        } else if (call.agent.script.asking().isPositive()) {
            invite.respond(invite.response(180).build());
            call.after(call.agent.script.asking(), () -> accept(reply));
        } else {
            accept(reply);
        }
    }

    private void cancelled() {
        invite.respond(invite.response(487).build());
    }

    private void accept(Replies.Reply reply) {
        if (invite.isOver()) {
            return;
        }
        call.media.take(invite.request());
        SipResponse.Builder response = invite.response(reply.status()).body(call.media.next(), Sdp.TYPE);
        call.sessionTimer.accept(invite.request(), response);
        reply.edit().accept(response);
        invite.accept(response.build());
    }

    @Override
    public void acknowledged(SipRequest ack) {
        call.media.take(ack);
    }

    @Override
    public void notAcknowledged() {
        call.hangsUp();
    }
}
