// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ServerTransaction;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/** What a phone answers to requests other than a call's first INVITE, ACK and CANCEL. */
final class Replies {
    /** A status, and what is added to the response. */
    record Reply(int status, Consumer<SipResponse.Builder> edit) {
        boolean isSuccess() {
            return status >= 200 && status < 300;
        }
    }

    private static final Set<String> UNDERSTOOD = Set.of(
            Methods.INVITE,
            Methods.BYE,
            Methods.UPDATE,
            Methods.INFO,
            Methods.MESSAGE,
            Methods.NOTIFY,
            Methods.OPTIONS,
            Methods.PUBLISH,
            Methods.REGISTER,
            Methods.SUBSCRIBE);

    private final Map<String, Reply> scripted = new HashMap<>();

    void script(String method, int status, Consumer<SipResponse.Builder> edit) {
        scripted.put(method, new Reply(status, edit));
    }

    /** Answers a request outside of calls as scripted. */
    void answer(Agent agent, ServerTransaction transaction) {
        SipRequest request = transaction.request();
        Reply reply = to(request.method());
        SipResponse.Builder response = agent.response(request, reply.status(), agent.ids.tag());
        reply.edit().accept(response);
        transaction.respond(response.build());
    }

    /** The scripted reply, or 200; 202 for REFER (RFC 3515 §2.4.2), 405 and 501 for what a phone does not do (RFC 3261 §8.2.1). */
    Reply to(String method) {
        Reply reply = scripted.get(method);
        if (reply != null) {
            return reply;
        }
        int status;
        if (UNDERSTOOD.contains(method)) {
            status = 200;
        } else if (method.equals(Methods.REFER)) {
            status = 202;
        } else {
            status = Methods.ALL.contains(method) ? 405 : 501;
        }
        return new Reply(status, response -> {});
    }
}
