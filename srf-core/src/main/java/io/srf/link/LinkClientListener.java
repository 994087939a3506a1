// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.srf.wire.Reply;
import io.srf.wire.ServerMessage;

/**
 * Who hears what an engine tells an application, and how its link fares.
 *
 * <p>Messages are handed on in the order in which they arrived, by the thread they arrived on; replies go to their {@link ReplyHandler} in
 * the same order. No method may block. What one throws is logged and has no other effect.
 */
public interface LinkClientListener {
    /** A SIP message came: a new request, a request inside a dialog, or a response. */
    void incoming(ServerMessage.Incoming message);

    /** A record of a call came. */
    default void cdr(ServerMessage.Cdr record) {}

    /** The link is open, authenticated, and the wanted routes are sent; called again after each reconnect, before any message. */
    default void connected(Reply.Authenticated engine) {}

    /** An open link is gone; every pending request has failed. It is called once per {@link #connected}, also after {@code close()}. */
    default void disconnected(LinkException cause) {}

    /**
     * An attempt to connect will be made.
     *
     * @param delayMillis until then
     * @param attempt 1 for the first after the link was lost or could not be opened
     */
    default void reconnecting(long delayMillis, int attempt) {}

    /** The engine does not accept the secret; no further attempt is made. */
    default void refused(LinkException cause) {}

    /** The last permitted attempt to connect failed; no further attempt is made. */
    default void gaveUp(LinkException cause) {}
}
