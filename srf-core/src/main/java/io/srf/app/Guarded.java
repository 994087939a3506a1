// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.log.CallLogger;
import io.srf.sip.SipMessage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs callbacks of users: what one throws is logged, and nobody else is affected. */
final class Guarded {
    private static final Logger LOG = LoggerFactory.getLogger(Guarded.class);

    private Guarded() {}

    static <T> void run(Consumer<T> callback, T value, SipMessage about) {
        try {
            callback.accept(value);
        } catch (Throwable e) {
            CallLogger.error(LOG, CallIds.of(about), "a callback for {} failed", about.startLine(), e);
        }
    }
}
