// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2BUA;
import io.srf.B2buaOptions;
import io.srf.app.Extras;
import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.sip.Methods;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Begins back-to-back calls, {@code createB2BUA}, or refuses them before anybody is called. Called by any thread. */
public final class BackToBack {
    private static final int BAD_REQUEST = 400;
    private static final int BAD_EXTENSION = 420;
    private static final int TOO_MANY_HOPS = 483;

    private BackToBack() {}

    /**
     * Calls B for A, or has A take the place of somebody whom it wants to replace (RFC 3891).
     *
     * @throws IllegalArgumentException if the request is no INVITE
     */
    public static CompletableFuture<B2BUA> start(
            Calls calls, Request request, Response response, TargetList targets, B2buaOptions options) {
        if (!request.method().equals(Methods.INVITE)) {
            throw new IllegalArgumentException("a back-to-back call begins with INVITE, not " + request.method());
        }
        if (LegRecords.contact(request.message()) == null) {
            return refused(response, BAD_REQUEST, "Missing Contact");
        }
        if (request.message().maxForwards() == 0) {
            return refused(response, TOO_MANY_HOPS, null);
        }
        Extras unsupported = Required.unsupported(request.message(), options);
        if (!unsupported.headers().isEmpty()) {
            Sending.quietly(response, BAD_EXTENSION, null, unsupported);
            return CompletableFuture.failedFuture(new SipException(BAD_EXTENSION));
        }
        CompletableFuture<B2BUA> replaced = Replacing.start(calls, request, response, options);
        if (replaced != null) {
            return replaced;
        }
        targets.take(uri -> CalledInvite.write(request, uri, options, null, false));
        Call call = calls.begin(request);
        call.flight().decided("createB2BUA", targets.toString());
        return new Setup(call, request, response, targets, options).start();
    }

    private static CompletableFuture<B2BUA> refused(Response response, int status, @Nullable String reason) {
        Sending.quietly(response, status, reason, Extras.NONE);
        return CompletableFuture.failedFuture(new SipException(status, reason));
    }
}
