// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an application says to an engine. Every message has an id, which its {@link Reply} names. */
public sealed interface ClientMessage extends WireMessage {
    /**
     * Says who the application is; the first message on a link.
     *
     * @param tags the tags that an HTTP call-out may route to; null where the token is absent
     * @param node which node of which application it is; null if it did not say. Only srf engines look at it
     */
    record Authenticate(
            String id,
            String secret,
            @Nullable List<String> tags,
            @Nullable AppNode node) implements ClientMessage {
        /** From an application that does not say which node it is. */
        public Authenticate(String id, String secret, @Nullable List<String> tags) {
            this(id, secret, tags, null);
        }

        /** Without the secret, so that no log has it. */
        @Override
        public String toString() {
            return "Authenticate[id=" + id + ", tags=" + tags + ", node=" + node + "]";
        }
    }

    /** Asks whether the engine is alive. */
    record Ping(String id) implements ClientMessage {}

    /**
     * Asks for new requests of one method.
     *
     * @param verb the method in lower case, or {@code cdr:attempt}, {@code cdr:start}, {@code cdr:stop}
     */
    record Route(String id, String verb) implements ClientMessage {}

    /** Asks for no more new requests of one method. */
    record RemoveRoute(String id, String verb) implements ClientMessage {}

    /**
     * Sends a request or a response.
     *
     * <p>A response names its transaction. A request inside a dialog names the dialog; a CANCEL names the transaction of its INVITE; a
     * request with neither is a new one. The message may be partial: the engine fills in what is missing.
     *
     * @param transactionId of the request that is answered or cancelled, or null
     * @param dialogId of the dialog the request belongs to, or null
     * @param routeUri the next hop for a new request, or null for where its URI leads
     */
    record Send(
            String id,
            @Nullable String transactionId,
            @Nullable String dialogId,
            @Nullable String routeUri,
            SipMessage message)
            implements ClientMessage {}

    /**
     * Passes a received request on to other destinations, as a stateful proxy.
     *
     * @param transactionId of the received request
     * @param options how to fork and how long to wait
     * @param destinations one URI or more
     * @param headers a request whose headers are added to the one passed on
     */
    record Proxy(String id, String transactionId, ProxyOptions options, List<String> destinations, SipRequest headers)
            implements ClientMessage {}

    /**
     * Asks for a dialog that another node of the application had: from now on what comes in it is this application's, and nobody else may
     * send in it. Only for srf engines.
     *
     * <p>The engine agrees if the fence is higher than that of the claim before. A dialog that it does not know is made, if the claim says how
     * it stands.
     *
     * @param dialogId as the engine named it
     * @param fence under which the claiming node holds the call in the session store; grows with each takeover
     * @param standing how the dialog stands, for an engine that does not know it; or null
     */
    record Claim(
            String id, String dialogId, int fence, @Nullable Standing standing) implements ClientMessage {}

    /**
     * Lets go of a dialog that this node holds, because another node goes on with it: the engine forgets it without a word to the peer, unless one of its own nodes claims
     * it. Only for srf engines.
     *
     * @param dialogId as the engine named it
     */
    record Release(String id, String dialogId) implements ClientMessage {}

    /**
     * How a confirmed dialog stands (RFC 3261 §12).
     *
     * @param next a request of ours in the dialog, as it would be sent next: its URI is the remote target, its Route headers are the route set,
     *     From and To are our side and the peer's, and its CSeq is above all that we have used. Session-Expires, if the session has a timer (RFC 4028), and our
     *     session description then
     * @param remoteSeq the CSeq of the last request the peer sent; -1 before the first
     */
    record Standing(SipRequest next, int remoteSeq) {}

    /**
     * Something that is none of the above, which an engine answers with NO.
     *
     * @param type the second token
     */
    record Unknown(String id, String type) implements ClientMessage {}
}
