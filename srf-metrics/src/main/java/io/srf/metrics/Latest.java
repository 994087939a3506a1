// SPDX-License-Identifier: Apache-2.0
package io.srf.metrics;

import io.srf.server.EngineMeasures;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The measures of an engine, asked for once for all meters of a scrape. Any thread may use it, but for the engine's loops: it waits. */
final class Latest {
    /** How old the measures may be. */
    private static final Duration MAX_AGE = Duration.ofMillis(500);
    /** A loop that does not answer in this time hangs; the meters then stay as they are. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(Latest.class);

    private final Supplier<CompletableFuture<EngineMeasures>> source;
    private EngineMeasures measures = new EngineMeasures(List.of(), List.of(), Map.of(), 0, false);
    private long asked = System.nanoTime() - MAX_AGE.toNanos();

    Latest(Supplier<CompletableFuture<EngineMeasures>> source) {
        this.source = source;
    }

    synchronized EngineMeasures get() {
        if (System.nanoTime() - asked >= MAX_AGE.toNanos()) {
            try {
                measures = source.get()
                        .orTimeout(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)
                        .join();
            } catch (CompletionException e) {
                LOG.warn("the engine did not tell its measures in {}: {}", PATIENCE, String.valueOf(e.getCause()));
            }
            asked = System.nanoTime();
        }
        return measures;
    }
}
