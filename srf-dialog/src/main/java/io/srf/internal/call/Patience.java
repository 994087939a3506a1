// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.CallOptions;
import io.srf.time.Timer;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** How long an INVITE of ours may ring, and how long it may take in all. Touched by tasks of the call's mailbox alone. */
final class Patience {
    private final Call call;
    private final CallOptions options;
    private final Consumer<Duration> tooLong;
    private @Nullable Timer ringing;
    private @Nullable Timer whole;

    /**
     * As long as the options say.
     *
     * @param tooLong hears the limit that is over
     */
    Patience(Call call, CallOptions options, Consumer<Duration> tooLong) {
        this.call = call;
        this.options = options;
        this.tooLong = tooLong;
    }

    /** The INVITE is about to be sent. */
    void begin() {
        whole = after(options.timeout());
    }

    /** It rings. */
    void rings() {
        ringing = after(options.ringTimeout());
    }

    private Timer after(Duration limit) {
        return call.later(limit, () -> tooLong.accept(limit));
    }

    /** It does not ring any more, or begins anew. */
    void ringsNoMore() {
        stop(ringing);
    }

    /** It may take as long as it likes from now on. */
    void end() {
        stop(ringing);
        stop(whole);
    }

    private static void stop(@Nullable Timer timer) {
        if (timer != null) {
            timer.cancel();
        }
    }
}
