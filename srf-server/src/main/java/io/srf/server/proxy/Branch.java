// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.ClientUser;
import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One target that a proxied request was sent to. */
final class Branch implements ClientUser {
    private final ProxiedRequest request;
    private @Nullable ClientTransaction transaction;
    private @Nullable Timer provisional;
    private @Nullable Timer last;

    Branch(ProxiedRequest request) {
        this.request = request;
    }

    void began(ClientTransaction with, @Nullable Timer provisionalLimit, @Nullable Timer finalLimit) {
        transaction = with;
        provisional = provisionalLimit;
        last = finalLimit;
    }

    Flow flow() {
        return Objects.requireNonNull(transaction, "a branch without a transaction has no answers")
                .flow();
    }

    /** Gives the target up with a CANCEL that has these headers too; only an INVITE can be (RFC 3261 §9.1). */
    void cancel(List<Header> headers) {
        ClientTransaction sent = transaction;
        if (sent != null && sent.request().is(Methods.INVITE) && !sent.isAnswered()) {
            sent.cancel(headers);
        }
    }

    void stopTimers() {
        stop(provisional);
        stop(last);
    }

    private static void stop(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }

    @Override
    public void response(ClientTransaction from, SipResponse response) {
        stop(provisional);
        if (response.isProvisional()) {
            request.provisional(response);
        } else {
            request.answered(this, response);
        }
    }

    @Override
    public void timeout(ClientTransaction from) {
        request.failed(this, 408);
    }

    @Override
    public void transportFailed(ClientTransaction from, Throwable cause) {
        request.failed(this, 503);
    }
}
