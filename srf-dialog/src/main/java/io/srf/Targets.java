// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.SipException;
import io.srf.internal.call.TargetList;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Whom {@link Srf#createB2BUA} calls: several at once, in turn, or both, and more while they ring.
 *
 * {@snippet :
 * Targets desk = Targets.of("sip:anna@example.com", "sip:bert@example.com").then("sip:voicemail@example.com");
 * srf.createB2BUA(req, res, desk, options -> options.ringTimeout(Duration.ofSeconds(20)));
 * }
 *
 * <p>The first to answer wins. The others are cancelled, and who answers nevertheless gets ACK and BYE. The caller hears the early media of the first
 * that sends some, and of another one when that one has failed. If all fail, the caller gets the best of their failures: a 6xx if there is one, else
 * one of the lowest class, the latest of these (RFC 3261 §16.7). A 6xx does not keep the others from ringing: phones send 603 where one person
 * declines. The time limits of the options go for each target, {@link #within} goes for all.
 *
 * <p>Made for one call. May be used by any thread.
 */
public final class Targets {
    private final TargetList list = new TargetList();

    private Targets() {}

    /**
     * Rings all of these at once.
     *
     * @param uris or {@code user@host:port}
     * @throws IllegalArgumentException if there are none
     */
    public static Targets of(String... uris) {
        return new Targets().then(uris);
    }

    /**
     * Rings these, at once, when all those before have failed.
     *
     * @throws IllegalArgumentException if there are none
     */
    public Targets then(String... uris) {
        list.stage(uris);
        return this;
    }

    /**
     * Asks the application whom to ring when all have failed, again after each failure.
     *
     * @param choice gets the last failure and gives a URI, or null to give up; what it throws refuses the caller. It may block
     */
    public Targets otherwise(Function<SipException, @Nullable String> choice) {
        list.otherwise(choice);
        return this;
    }

    /**
     * Gives up when nobody has answered for so long, whoever rings then and whoever is left; the call then fails with 408. Without this, the time
     * limits of the options are all there are.
     *
     * @throws IllegalArgumentException if the limit is not positive
     */
    public Targets within(Duration limit) {
        list.within(limit);
        return this;
    }

    /**
     * Rings one more besides those that ring now, or with the first if none rings yet.
     *
     * @return whether it came in time: false if the call has been answered, or has failed
     */
    public boolean add(String uri) {
        return list.add(uri);
    }

    TargetList list() {
        return list;
    }
}
