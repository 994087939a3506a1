// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

import io.srf.server.dialog.Ways;
import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.ClientUser;
import io.srf.server.transaction.TransactionLayer;
import io.srf.server.transport.Flow;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.time.Timer;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One target that a proxied request was sent to. */
final class Branch implements ClientUser {
    private static final List<HeaderName> ROUTING =
            List.of(HeaderName.ROUTE, HeaderName.PROXY_REQUIRE, HeaderName.PROXY_AUTHORIZATION);

    private final ProxiedRequest request;
    private @Nullable ClientTransaction transaction;
    private @Nullable Ways ways;
    private @Nullable Function<Flow, SipRequest> writing;
    private @Nullable Timer provisional;
    private @Nullable Timer last;

    Branch(ProxiedRequest request) {
        this.request = request;
    }

    /** It can take these ways, with what is written for each. */
    void by(Ways some, Function<Flow, SipRequest> written) {
        ways = some;
        writing = written;
    }

    /** Sends the request by the way that it takes now. */
    void begin(TransactionLayer layer) {
        Flow flow = Objects.requireNonNull(ways, "a branch without ways is not sent")
                .flow();
        SipRequest written =
                Objects.requireNonNull(writing, "a branch has a request").apply(flow);
        transaction = layer.send(written, flow, this);
    }

    void limits(@Nullable Timer provisionalLimit, @Nullable Timer finalLimit) {
        provisional = provisionalLimit;
        last = finalLimit;
    }

    /** Whether what was passed on to this target had come as another request has come now, as far as that decides where it goes. */
    boolean cameLike(SipRequest other) {
        SipRequest first = request.received().request();
        return first.uri().equals(other.uri())
                && ROUTING.stream().allMatch(name -> first.values(name).equals(other.values(name)));
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

    /** Whether it was given up. */
    boolean isCancelled() {
        return transaction != null && transaction.isCancelled();
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
        Ways on = waysOn(from);
        if (on != null && on.isLeftAfter(response)) {
            request.sendOtherwise(this);
            return;
        }
        stop(provisional);
        if (response.isProvisional()) {
            request.provisional(response);
        } else {
            request.answered(this, response);
        }
    }

    @Override
    public boolean successAfterFailure(ClientTransaction from, SipResponse response) {
        request.answered(this, response);
        return true;
    }

    @Override
    public void timeout(ClientTransaction from) {
        Ways on = waysOn(from);
        if (on != null && on.isLeftAfterFailure()) {
            request.abandoned(this, from);
            request.sendOtherwise(this);
        } else {
            request.failed(this, 408);
        }
    }

    @Override
    public void transportFailed(ClientTransaction from, Throwable cause) {
        Ways on = waysOn(from);
        if (on != null && on.isLeftAfterFailure()) {
            request.sendOtherwise(this);
        } else {
            request.failed(this, 503);
        }
    }

    /** The ways of this branch, if its request may go to the next target (RFC 3263 §4.3). */
    private @Nullable Ways waysOn(ClientTransaction from) {
        return from.equals(transaction) && !from.isCancelled() && request.isSearching(this) ? ways : null;
    }
}
