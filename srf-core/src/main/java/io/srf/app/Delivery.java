// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.link.LinkException;
import io.srf.link.ReplyHandler;
import io.srf.sip.SipMessage;
import io.srf.wire.Reply;
import org.jspecify.annotations.Nullable;

/** Hears the reply to a message that is sent and has no further answer, and tells a {@link SendListener}. */
final class Delivery<M extends SipMessage> implements ReplyHandler {
    private final Class<M> type;
    private final SendListener<M> listener;

    Delivery(Class<M> type, SendListener<M> listener) {
        this.type = type;
        this.listener = listener;
    }

    @Override
    public void reply(Reply reply) {
        if (reply instanceof Reply.Sent sent && type.isInstance(sent.message())) {
            listener.sent(type.cast(sent.message()), sent.dialogId());
        } else {
            listener.failed(refusal(reply));
        }
    }

    @Override
    public void failed(LinkException cause) {
        listener.failed(cause);
    }

    /** What a reply means that is not the wanted one. */
    static NotSentException refusal(Reply reply) {
        return new NotSentException(
                reply instanceof Reply.Refused refused ? refused.text() : "unexpected reply " + reply);
    }

    /** Tells a future. */
    static <M extends SipMessage> SendListener<M> to(Promise<M> promise) {
        return new SendListener<>() {
            @Override
            public void sent(M message, @Nullable String dialogId) {
                promise.complete(message);
            }

            @Override
            public void failed(Throwable cause) {
                promise.fail(cause);
            }
        };
    }
}
