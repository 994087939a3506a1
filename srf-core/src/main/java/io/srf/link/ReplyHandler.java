// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.Reply;
import java.util.function.Consumer;

/**
 * Who hears the replies to one request.
 *
 * <p>It hears any number of {@link Reply.Proxied} and then one other reply, or one failure; nothing after that. It is called by the thread the
 * reply comes on, which may be the sender's own and before the call that sends returns; it must not block.
 */
public interface ReplyHandler {
    /** The engine's reply, which may be a {@link Reply.Refused}. */
    void reply(Reply reply);

    /** There will be no (further) reply. */
    void failed(LinkException cause);

    /** Hears of the last reply, or the failure, and of no other. */
    static ReplyHandler ofLast(Consumer<Reply> replied, Consumer<LinkException> failed) {
        return new ReplyHandler() {
            @Override
            public void reply(Reply reply) {
                if (!(reply instanceof Reply.Proxied)) {
                    replied.accept(reply);
                }
            }

            @Override
            public void failed(LinkException cause) {
                failed.accept(cause);
            }
        };
    }
}
