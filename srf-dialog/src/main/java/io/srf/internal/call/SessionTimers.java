// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.session.DialogRecord.Refresher;
import io.srf.session.DialogRecord.SessionTimer;
import io.srf.sip.HeaderName;
import io.srf.sip.SessionExpires;
import io.srf.sip.SipParseException;
import io.srf.sip.SipResponse;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** How messages and options speak of session timers (RFC 4028). */
public final class SessionTimers {
    /** The shortest interval there is (RFC 4028 §5). */
    public static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(90);

    /** How long before its end the engine ends a session (RFC 4028 §10); a third of the interval if that is shorter. */
    private static final Duration LONGEST_LEAD = Duration.ofSeconds(32);

    private static final int LEAD_FRACTION = 3;
    private static final String TIMER = "timer";
    private static final String UAC = "uac";
    private static final String UAS = "uas";

    private SessionTimers() {}

    /** Asks for this interval in a request; who refreshes is left open if {@code refresher} is null. */
    public static Extras ask(Extras extras, Duration interval, @Nullable Refresher refresher) {
        return with(extras, interval, refresher == null ? null : refresher == Refresher.LOCAL ? UAC : UAS);
    }

    /** Sets this interval in a 2xx; who refreshes is left open if {@code refresher} is null. */
    public static Extras set(Extras extras, Duration interval, @Nullable Refresher refresher) {
        return with(extras, interval, refresher == null ? null : refresher == Refresher.LOCAL ? UAS : UAC);
    }

    private static Extras with(Extras extras, Duration interval, @Nullable String refresher) {
        SessionExpires header = new SessionExpires(seconds(interval), refresher);
        return extras.header(HeaderName.SESSION_EXPIRES.toString(), header.toString())
                .header(HeaderName.SUPPORTED.toString(), TIMER);
    }

    /** Refuses shorter intervals than this. */
    public static Extras atLeast(Extras extras, Duration minimum) {
        return extras.header(HeaderName.MIN_SE.toString(), Integer.toString(seconds(minimum)));
    }

    /** Supports no session timer. */
    public static Extras none(Extras extras) {
        return extras.header(HeaderName.SUPPORTED.toString(), "");
    }

    private static int seconds(Duration interval) {
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.toSeconds() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a session interval of " + interval + ", expected: "
                    + SHORTEST_INTERVAL.toSeconds() + " to " + Integer.MAX_VALUE + " seconds (RFC 4028 §5)");
        }
        return Math.toIntExact(interval.toSeconds());
    }

    /** What a 2xx of the other side sets; null for no timer. */
    static @Nullable SessionTimer setByPeer(SipResponse theirs, Instant now) {
        SessionExpires set = read(theirs);
        return set == null ? null : timer(set, UAS.equalsIgnoreCase(set.refresher()), now);
    }

    /** What a 2xx of ours sets; null for no timer. */
    static @Nullable SessionTimer setByUs(SipResponse ours, Instant now) {
        SessionExpires set = read(ours);
        return set == null ? null : timer(set, !UAS.equalsIgnoreCase(set.refresher()), now);
    }

    private static SessionTimer timer(SessionExpires set, boolean theirs, Instant now) {
        return new SessionTimer(set.seconds(), theirs ? Refresher.REMOTE : Refresher.LOCAL, now);
    }

    private static @Nullable SessionExpires read(SipResponse response) {
        try {
            return response.sessionExpires();
        } catch (SipParseException e) {
            return null;
        }
    }

    /** As a request of ours says it (RFC 4028 §7.4). */
    static SessionExpires inRequest(SessionTimer timer) {
        return new SessionExpires(Math.toIntExact(timer.seconds()), isTheirs(timer) ? UAS : UAC);
    }

    /** Whether the other side refreshes. */
    static boolean isTheirs(SessionTimer timer) {
        return timer.refresher() == Refresher.REMOTE;
    }

    /** When the other side is late: in the middle between the time at which it should have refreshed and that of the engine's BYE (RFC 4028 §10). */
    static Instant overdue(SessionTimer timer) {
        Duration interval = timer.interval();
        Duration third = interval.dividedBy(LEAD_FRACTION);
        Duration end = interval.minus(third.compareTo(LONGEST_LEAD) < 0 ? third : LONGEST_LEAD);
        return timer.refreshed().plus(interval.dividedBy(2).plus(end).dividedBy(2));
    }
}
