// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.routing.Arrival;
import io.srf.server.routing.Choice;
import io.srf.server.routing.Chooser;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Lets new requests in to who decides about them, until it is closed. Any thread may call. */
final class Door implements Chooser {
    private static final CompletionStage<Choice> CLOSED =
            CompletableFuture.<Choice>completedFuture(Choice.Later.ELSEWHERE).minimalCompletionStage();

    private volatile Chooser chooser;
    private volatile boolean closed;

    Door(Chooser chooser) {
        this.chooser = chooser;
    }

    /** From now on this one decides. */
    void leadsTo(Chooser next) {
        chooser = next;
    }

    /** From now on nobody gets in. */
    void close() {
        closed = true;
    }

    /** Whether somebody decides who may take requests that no application has asked for. */
    boolean isGuarded() {
        return !Chooser.IN_TURN.equals(chooser);
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public @Nullable CompletionStage<Choice> choose(Arrival arrival) {
        return closed ? CLOSED : chooser.choose(arrival);
    }
}
