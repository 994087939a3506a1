// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A request that was received, until it cannot come again (RFC 3261 §17.2). */
public abstract sealed class ServerTransaction permits InviteServer, NonInviteServer {
    final Stage stage;
    final SipRequest request;
    final InetSocketAddress replyTo;
    private @Nullable SipResponse last;

    ServerTransaction(Stage stage, SipRequest request, InetSocketAddress replyTo) {
        this.stage = stage;
        this.request = request;
        this.replyTo = replyTo;
    }

    /** The request. */
    public SipRequest request() {
        return request;
    }

    /** Sends a response; one that the state does not allow any more is dropped. */
    public abstract void respond(SipResponse response);

    /** Takes the request again, or its ACK. */
    abstract void received(SipRequest again);

    abstract String state();

    void send(SipResponse response) {
        last = response;
        stage.outlet().send(response, replyTo);
    }

    /** Sends the last response again, if there is one. */
    void sendLast() {
        if (last != null) {
            stage.outlet().send(last, replyTo);
        }
    }

    boolean hasSentNothing() {
        return last == null;
    }

    @Override
    public String toString() {
        return request.method() + " " + request.topVia().branch() + " (server, " + state() + ")";
    }
}
