// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.net.InetSocketAddress;

/** A request that was sent, until nothing more can come of it (RFC 3261 §17.1). */
public abstract sealed class ClientTransaction permits InviteClient, NonInviteClient {
    /** Who sent the request. */
    public interface User {
        /** A response that is not a retransmission, or any 2xx to an INVITE. */
        void response(SipResponse response);

        /**
         * The transaction failed by itself.
         *
         * @param response made here: 408 after a timeout, 503 if the request could not be sent (RFC 3261 §8.1.3.1)
         */
        void failed(SipResponse response);
    }

    final Stage stage;
    final SipRequest request;
    final InetSocketAddress to;
    final User user;

    ClientTransaction(Stage stage, SipRequest request, InetSocketAddress to, User user) {
        this.stage = stage;
        this.request = request;
        this.to = to;
        this.user = user;
    }

    /** The request. */
    public SipRequest request() {
        return request;
    }

    /** Where it was sent. */
    public InetSocketAddress to() {
        return to;
    }

    /** Sends the request and starts the timers. */
    abstract void start();

    abstract void received(SipResponse response);

    /** The state, by its name in the RFC. */
    abstract String state();

    /** Ends it at once, without a word to the user. */
    public abstract void abandon();

    void send() {
        stage.outlet().send(request, to, failure -> failed(503));
    }

    /** Ends it with a response of its own, if it has not ended. */
    void failed(int status) {
        if (stage.transactions().contains(this)) {
            abandon();
            user.failed(request.response(status, null).build());
        }
    }

    @Override
    public String toString() {
        return request.method() + " " + request.topVia().branch() + " (client, " + state() + ")";
    }
}
