// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.log.CallLogger;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One request's way through the layers of one app, on whatever thread calls {@link Next}. */
final class Chain {
    private static final Logger LOG = LoggerFactory.getLogger(Chain.class);

    private final Layer[] layers;
    private final Request req;
    private final Response res;
    private final Next end;

    /**
     * A way that has not begun.
     *
     * @param end what comes behind the last layer
     */
    Chain(Layer[] layers, Request req, Response res, Next end) {
        this.layers = layers;
        this.req = req;
        this.res = res;
        this.end = end;
    }

    void begin() {
        advance(0, null);
    }

    private void advance(int from, @Nullable Throwable error) {
        for (int i = from; i < layers.length && !res.endsChain(); i++) {
            if (layers[i].takes(req.method(), error)) {
                call(i, error);
                return;
            }
        }
        if (error != null) {
            end.fail(error);
        } else {
            end.run();
        }
    }

    private void call(int index, @Nullable Throwable error) {
        Onward onward = new Onward(index + 1);
        try {
            layers[index].call(error, req, res, onward);
        } catch (Throwable thrown) {
            onward.thrown(thrown);
        }
    }

    /** Goes on behind one layer, once. */
    private final class Onward implements Next {
        private final int index;
        private final AtomicBoolean used = new AtomicBoolean();

        Onward(int index) {
            this.index = index;
        }

        @Override
        public void run() {
            if (used.compareAndSet(false, true)) {
                advance(index, null);
            }
        }

        @Override
        public void fail(Throwable error) {
            if (used.compareAndSet(false, true)) {
                advance(index, error);
            }
        }

        void thrown(Throwable error) {
            if (used.compareAndSet(false, true)) {
                advance(index, error);
            } else {
                CallLogger.error(
                        LOG,
                        CallIds.of(req.message()),
                        "middleware failed after it had passed {} on",
                        req.method(),
                        error);
            }
        }
    }
}
