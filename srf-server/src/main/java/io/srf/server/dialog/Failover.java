// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transaction.ClientTransaction;
import io.srf.server.transaction.TransactionLayer;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** Sends requests of applications, and the engine's own, to their next target when one fails (RFC 3263 §4.3). */
final class Failover {
    private final UacCore requests;
    private final TransactionLayer layer;
    private final LateAnswers late;

    Failover(UacCore requests, TransactionLayer layer, LateAnswers late) {
        this.requests = requests;
        this.layer = layer;
        this.late = late;
    }

    /** Whether a response is not told because the request went to another target. */
    boolean took(SentRequest request, ClientTransaction transaction, SipResponse response) {
        Ways ways = choice(request, transaction);
        return ways != null && ways.isLeftAfter(response) && requests.sendOtherwise(request);
    }

    /** The same when the target could not be reached. */
    boolean tookUnreachable(SentRequest request, ClientTransaction transaction) {
        Ways ways = choice(request, transaction);
        return ways != null && ways.isLeftAfterFailure() && requests.sendOtherwise(request);
    }

    /** The same when the target was silent; it may yet answer. */
    boolean tookSilent(SentRequest request, ClientTransaction transaction) {
        boolean took = tookUnreachable(request, transaction);
        if (took && transaction.request().is(Methods.INVITE)) {
            layer.abandon(transaction, late.to(transaction));
        }
        return took;
    }

    /** The ways of a request that may go on: nobody has cancelled it, and its sender still waits. */
    private static @Nullable Ways choice(SentRequest request, ClientTransaction transaction) {
        boolean isOver = request.isSettled()
                || transaction.isCancelled()
                || !transaction.equals(request.transaction())
                || (request.own() == null && request.owner().isGone());
        return isOver ? null : request.ways();
    }
}
