// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.operations.Reload.Change;
import io.srf.server.SrfServer;
import io.srf.server.routing.Chooser;
import io.srf.server.routing.HttpChooser;
import io.srf.server.routing.HttpRule;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Whom an engine asks about new requests; other rules may come while it runs. */
final class Handlers implements AutoCloseable {
    /** How long questions under the rules before may stay open; longer than any of them waits for its answer. */
    private static final long RETIRE_SECONDS = 10;

    private volatile @Nullable HttpChooser chooser;

    Handlers(List<HttpRule> rules) {
        chooser = rules.isEmpty() ? null : new HttpChooser(rules);
    }

    /** Who decides. */
    Chooser chooser() {
        HttpChooser now = chooser;
        return now == null ? Chooser.IN_TURN : now;
    }

    /** Whether there are no rules, so that applications must ask for requests. */
    boolean isEmpty() {
        return chooser == null;
    }

    /**
     * Gets ready for other rules.
     *
     * @return gives them to the engine
     * @throws IllegalArgumentException if the rules do not fit together
     */
    Change prepare(List<HttpRule> rules, SrfServer engine) {
        HttpChooser next = rules.isEmpty() ? null : new HttpChooser(rules);
        return new Change(() -> {
            HttpChooser before = chooser;
            chooser = next;
            engine.decidesBy(chooser());
            if (before != null) {
                CompletableFuture.delayedExecutor(RETIRE_SECONDS, TimeUnit.SECONDS)
                        .execute(before::close);
            }
        });
    }

    @Override
    public void close() {
        HttpChooser now = chooser;
        if (now != null) {
            now.close();
        }
    }
}
