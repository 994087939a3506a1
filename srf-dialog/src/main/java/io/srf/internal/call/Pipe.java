// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.UacOptions;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.Request;
import io.srf.app.RequestListener;
import io.srf.app.Response;
import io.srf.app.SipException;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Passes a request on as one of our own, and the answer back. */
public final class Pipe {
    private static final int OK = 200;
    private static final int TOO_MANY_HOPS = 483;

    /** What makes a dialog, belongs to one, or to a transaction. */
    private static final Set<String> NOT_PIPED = Set.of(
            Methods.ACK, Methods.BYE, Methods.CANCEL, Methods.PRACK, Methods.REFER, Methods.SUBSCRIBE, Methods.UPDATE);

    private static final UacOptions PLAIN = UacOptions.builder().build();

    private Pipe() {}

    /** Passes it on. Called by any thread. */
    public static CompletableFuture<Integer> start(Calls calls, Request request, Response response, String uri) {
        if (NOT_PIPED.contains(request.method())) {
            throw new IllegalArgumentException(
                    request.method() + " cannot be piped, expected INVITE or a method outside of dialogs");
        }
        return request.method().equals(Methods.INVITE)
                ? call(calls, request, response, uri)
                : again(calls, request, response, uri);
    }

    private static CompletableFuture<Integer> call(Calls calls, Request request, Response response, String uri) {
        TargetList target = new TargetList();
        target.stage(uri);
        return BackToBack.start(
                        calls, request, response, target, B2buaOptions.builder().build())
                .handle((call, cause) -> {
                    if (cause instanceof SipException refused) {
                        return CompletableFuture.completedFuture(refused.status());
                    }
                    return cause == null
                            ? CompletableFuture.completedFuture(OK)
                            : CompletableFuture.<Integer>failedFuture(cause);
                })
                .thenCompose(answered -> answered);
    }

    private static CompletableFuture<Integer> again(Calls calls, Request request, Response response, String uri) {
        CompletableFuture<Integer> result = new CompletableFuture<>();
        int hops = request.message().maxForwards();
        if (hops == 0) {
            answer(calls, response, SipResponse.builder(TOO_MANY_HOPS, null).build(), result);
            return result;
        }
        Extras extras = HeaderFilter.IN_DIALOG.copy(request.message(), Extras.bodyOf(request.message()));
        if (hops > 0) {
            extras = extras.header(HeaderName.MAX_FORWARDS.toString(), Integer.toString(hops - 1));
        }
        CallRequest.Calling calling = new CallRequest.Calling(request.callingNumber(), request.callingName());
        OutgoingRequest next = CallRequest.of(request.method(), uri, PLAIN, calling, extras);
        Sending.request(request.agent(), next, new RequestListener() {
            @Override
            public void answered(ReceivedResponse ofTarget) {
                answer(calls, response, ofTarget.message(), result);
            }

            @Override
            public void failed(Throwable cause) {
                SipResponse refusal =
                        SipResponse.builder(Requests.statusOf(cause), null).build();
                answer(calls, response, refusal, result);
            }
        });
        return result;
    }

    /** A 408 must not be sent to anything but an INVITE (RFC 4320 §4.2). */
    private static void answer(
            Calls calls, Response response, SipResponse ofTarget, CompletableFuture<Integer> result) {
        int status = Bridge.statusForOthers(ofTarget.status());
        String reason = status == ofTarget.status() ? ofTarget.reason() : null;
        Extras extras = HeaderFilter.IN_DIALOG.copy(ofTarget, Extras.bodyOf(ofTarget));
        response.send(status, reason, extras).whenComplete((sent, cause) -> {
            if (cause == null) {
                calls.complete(result, status);
            } else {
                calls.fail(result, cause);
            }
        });
    }
}
