// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.Reply;

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
}
