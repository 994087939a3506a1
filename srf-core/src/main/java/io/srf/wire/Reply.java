// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipMessage;
import org.jspecify.annotations.Nullable;

/** An engine's answer to one {@link ClientMessage}. */
public sealed interface Reply extends ServerMessage {
    /** The id of the message that is answered. */
    String inReplyTo();

    /**
     * Done.
     *
     * @param text {@code pong} for a ping, {@code done} for the end of a proxying, null for a route
     */
    record Ok(String id, String inReplyTo, @Nullable String text) implements Reply {}

    /**
     * The secret is right.
     *
     * @param hostports comma-joined {@code proto/address:port} that peers can reach
     * @param version of the engine
     * @param localHostports the same with the addresses it is bound to; null where the engine did not say
     */
    record Authenticated(
            String id,
            String inReplyTo,
            String hostports,
            String version,
            @Nullable String localHostports) implements Reply {}

    /**
     * The message was sent.
     *
     * @param origin from which address of the engine, or to which of the peer, and when
     * @param transactionId of a request, the one its responses will name
     * @param dialogId of a response, its dialog; null for requests and outside of dialogs
     * @param message as it was sent
     */
    record Sent(
            String id,
            String inReplyTo,
            Origin origin,
            String transactionId,
            @Nullable String dialogId,
            SipMessage message)
            implements Reply {}

    /**
     * A final response to a request that is being proxied; more follow, or {@code done}.
     *
     * @param message the response
     */
    record Proxied(String id, String inReplyTo, Origin origin, SipMessage message) implements Reply {}

    /**
     * It was not done.
     *
     * @param fatal whether the engine closes the link after this (NO), or keeps it (NOK)
     * @param text why
     */
    record Refused(String id, String inReplyTo, boolean fatal, String text) implements Reply {}
}
