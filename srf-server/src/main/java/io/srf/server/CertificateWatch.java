// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.tls.TlsContexts;
import io.srf.time.Timer;
import io.srf.time.Timers;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks from time to time whether the files of certificates have changed. Any thread may use it. */
final class CertificateWatch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CertificateWatch.class);

    private final Timers timers;
    private final Executor reading;
    private final List<TlsContexts> watched;
    private @Nullable Timer next;
    private boolean closed;

    /**
     * Looks at these until it is closed.
     *
     * @param reading runs what reads files, not on a loop
     */
    CertificateWatch(Timers timers, Executor reading, List<TlsContexts> watched) {
        this.timers = timers;
        this.reading = reading;
        this.watched = List.copyOf(watched);
        schedule();
    }

    private synchronized void schedule() {
        if (!closed) {
            watched.stream()
                    .mapToLong(tls -> tls.options().limits().lookForChanges().toMillis())
                    .min()
                    .ifPresent(millis -> next = timers.schedule(millis, this::look));
        }
    }

    private void look() {
        try {
            reading.execute(() -> {
                refresh();
                schedule();
            });
        } catch (RejectedExecutionException e) {
            LOG.debug("the engine is closing: {}", e.getMessage());
        }
    }

    /** Looks at all of them now; may block. */
    void refresh() {
        watched.forEach(TlsContexts::refresh);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }
}
