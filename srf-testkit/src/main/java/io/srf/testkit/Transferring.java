// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import io.srf.testkit.internal.ua.Dialog;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A REFER that asks the other side to call somebody, and what its NOTIFYs tell of that (RFC 3515 §2.4). */
final class Transferring implements ClientTransaction.User {
    private static final Pattern STATUS_LINE = Pattern.compile("^SIP/2\\.0 (\\d{3})");

    private final Call call;
    private int status;

    private Transferring(Call call) {
        this.call = call;
    }

    static Transferring send(Call call, Dialog dialog, String referTo) {
        Agent agent = call.agent;
        SipRequest.Builder refer = dialog.request(Methods.REFER)
                .set(HeaderName.REFER_TO, referTo)
                .set(HeaderName.REFERRED_BY, "<" + agent.uri() + ">");
        Transferring transferring = new Transferring(call);
        SipRequest request = agent.complete(Methods.REFER, refer, edit -> {});
        Challenged.send(agent, request, agent.addressOf(dialog.nextHop()), transferring, dialog::nextCSeq);
        return transferring;
    }

    /** What was last told: 100, 180 … and in the end the final status; the one of the REFER itself if it was refused; 0 before. */
    int status() {
        return status;
    }

    /** Takes a NOTIFY of the call; one of another event changes nothing. */
    void received(SipRequest notify) {
        String event = notify.header(HeaderName.EVENT);
        Matcher line = STATUS_LINE.matcher(notify.bodyText());
        if (event != null && event.startsWith("refer") && line.find()) {
            status = Integer.parseInt(line.group(1));
        }
    }

    @Override
    public void response(SipResponse response) {
        if (response.isFinal() && !response.isSuccess()) {
            status = response.status();
        }
    }

    @Override
    public void failed(SipResponse response) {
        call.agent.notice(response);
        response(response);
    }
}
