// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import io.srf.testkit.internal.ua.Dialog;
import io.srf.testkit.internal.ua.ServerTransaction;
import java.util.function.Consumer;

/** UPDATE, with or without an offer, in either direction (RFC 3311 §5). */
final class Updating implements ClientTransaction.User {
    /** Seconds to wait before another offer, while the phone owes an answer to the last. */
    private static final int RETRY_AFTER = 1;

    private final Call call;
    private final Dialog dialog;
    private final boolean offering;

    private Updating(Call call, Dialog dialog, boolean offering) {
        this.call = call;
        this.dialog = dialog;
        this.offering = offering;
    }

    /** Sends an UPDATE; it holds an offer only if the edit puts one in. */
    static void send(Call call, Dialog dialog, Consumer<SipRequest.Builder> edit) {
        SipRequest.Builder update = dialog.request(Methods.UPDATE);
        call.sessionTimer.ask(update);
        SipRequest request = call.agent.complete(Methods.UPDATE, update, edit);
        Updating user = new Updating(call, dialog, Sdp.in(request) != null);
        Challenged.send(call.agent, request, call.agent.addressOf(dialog.nextHop()), user, dialog::nextCSeq);
    }

    @Override
    public void response(SipResponse response) {
        if (response.isSuccess()) {
            dialog.refreshTarget(response);
            call.media.take(response);
            call.sessionTimer.answered(response);
            return;
        }
        if (response.isFinal() && offering) {
            call.media.withdrawn();
        }
        if (response.status() == 408 || response.status() == 481) {
            call.hangsUp();
        }
    }

    @Override
    public void failed(SipResponse response) {
        call.agent.notice(response);
        response(response);
    }

    /** Answers an UPDATE. */
    static void received(Call call, ServerTransaction transaction, Replies.Reply reply) {
        SipRequest request = transaction.request();
        String offer = Sdp.in(request);
        int minSe = call.agent.timing.refuses(request);
        if (minSe > 0) {
            SipResponse.Builder refusal = call.agent.response(request, 422, "");
            transaction.respond(refusal.set(HeaderName.MIN_SE, minSe).build());
            return;
        }
        int conflict = offer == null ? 0 : call.conflictWithOffer();
        int status = conflict != 0 ? conflict : offer != null && !Sdp.isAcceptable(offer) ? 488 : reply.status();
        SipResponse.Builder response = call.agent.response(request, status, "");
        if (status == reply.status()) {
            if (reply.isSuccess() && offer != null) {
                call.media.take(request);
                response.body(call.media.next(), Sdp.TYPE);
            }
            if (reply.isSuccess()) {
                call.sessionTimer.accept(request, response);
            }
            reply.edit().accept(response);
        }
        transaction.respond(refusal(response, conflict));
    }

    /** A refusal of an offer that comes at the wrong time: one with 500 says when to try again (RFC 3261 §14.2). */
    static SipResponse refusal(SipResponse.Builder response, int conflict) {
        if (conflict == 500) {
            response.set(HeaderName.RETRY_AFTER, RETRY_AFTER);
        }
        return response.build();
    }
}
