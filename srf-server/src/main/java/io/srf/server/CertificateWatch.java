// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.server.tls.NewCertificates;
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

    private void refresh() {
        watched.forEach(TlsContexts::refresh);
    }

    /** Reads what has changed in any of them; may block, and throws as {@link TlsContexts#prepare} does. */
    NewCertificates prepare() {
        return watched.stream().map(TlsContexts::prepare).reduce(NewCertificates.NONE, NewCertificates::and);
    }

    @Override
    public synchronized void close() {
        closed = true;
        if (next != null) {
            next.cancel();
        }
    }
}
