// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.internal.ua.ClientTransaction;
import io.srf.testkit.internal.ua.Dialog;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A subscription of a phone outside of calls, on either side (RFC 6665). Touched by the phone's thread alone. */
final class Watch {
    private final Agent agent;
    private final String event;
    private final SipRequest subscribe;
    private @Nullable Dialog dialog;

    Watch(Agent agent, SipRequest subscribe) {
        this.agent = agent;
        this.subscribe = subscribe;
        this.event = String.valueOf(subscribe.header(HeaderName.EVENT));
    }

    /** Whether the dialog that a request names is, or may become, that of this SUBSCRIBE of ours. */
    boolean isAskedFor(SipRequest notify) {
        return dialog == null
                && subscribe.callId().equals(notify.callId())
                && String.valueOf(subscribe.from().tag()).equals(notify.to().tag());
    }

    @Nullable Dialog dialog() {
        return dialog;
    }

    void in(Dialog made) {
        dialog = made;
    }

    /** Sends the SUBSCRIBE that begins it. */
    void begin() {
        Challenged.send(
                agent,
                subscribe,
                agent.firstHop(subscribe.uri()),
                new Answers(),
                () -> subscribe.cseq().number() + 1);
    }

    /** Refreshes it, or ends it with no time at all. */
    void refresh(Duration expires) {
        ask(Methods.SUBSCRIBE, request -> request.add(HeaderName.EXPIRES, Long.toString(expires.toSeconds())));
    }

    /** Tells the state. */
    void tell(String state, @Nullable String body) {
        ask(Methods.NOTIFY, request -> {
            request.add(HeaderName.SUBSCRIPTION_STATE, state);
            if (body != null) {
                request.body(body, "text/plain");
            }
        });
        if (isEnd(state)) {
            agent.watches.remove(this);
        }
    }

    static boolean isEnd(String state) {
        return state.startsWith("terminated");
    }

    private void ask(String method, Consumer<SipRequest.Builder> edit) {
        Dialog known = dialog;
        if (known == null) {
            throw new IllegalStateException(agent.name + " has no answer to its SUBSCRIBE");
        }
        SipRequest request = agent.complete(method, known.request(method).add(HeaderName.EVENT, event), edit);
        Challenged.send(agent, request, agent.addressOf(known.nextHop()), new Answers(), known::nextCSeq);
    }

    @Override
    public String toString() {
        return "subscription to " + event;
    }

    /** A 2xx makes the dialog, and a refusal leaves none. */
    private final class Answers implements ClientTransaction.User {
        @Override
        public void response(SipResponse response) {
            if (response.isSuccess() && dialog == null) {
                dialog = Dialog.ofCaller(subscribe, response);
            } else if (response.isFinal() && !response.isSuccess()) {
                agent.watches.remove(Watch.this);
            }
        }

        @Override
        public void failed(SipResponse response) {
            agent.notice(response);
            response(response);
        }
    }
}
