// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.sip.HeaderName;
import io.srf.sip.SipRequest;
import java.time.Duration;
import java.util.List;

/**
 * Who is known for nothing but looking for victims, by the User-Agent of new requests, and what they get.
 *
 * @param userAgents how their User-Agent begins, in any case; {@code *} in front lets it stand anywhere
 * @param action what they get
 * @param tarpit how long they are kept waiting, if they are
 */
public record Scanners(List<String> userAgents, Action action, Duration tarpit) {
    /** What a scanner gets. */
    public enum Action {
        /** What everybody gets. */
        SERVE,
        /** Nothing; a connection is closed. */
        DROP,
        /**
         * To wait: 403 after a while if it came by UDP, as long as not too many wait already; a connection is not read any more, and closed after that
         * while.
         */
        TARPIT
    }

    /** Programs that nobody telephones with. */
    public static final List<String> KNOWN = List.of(
            "friendly-scanner",
            "friendly-request",
            "sipvicious",
            "sip-scan",
            "sundayddr",
            "sipcli",
            "pplsip",
            "VaxSIPUserAgent",
            "iWar",
            "Gulp",
            "smap",
            "siparmyknife");

    /** How long a tarpit lasts: less than 64·T1 (RFC 3261 §17.1.1.2), when a client gives up by itself. */
    public static final Duration TARPIT = Duration.ofSeconds(20);

    /** Drops those that are known. */
    public static final Scanners DEFAULT = new Scanners(KNOWN, Action.DROP, TARPIT);

    /** Copies the list. */
    public Scanners {
        userAgents = List.copyOf(userAgents);
        if (userAgents.stream().anyMatch(name -> name.isEmpty() || "*".equals(name))) {
            throw new IllegalArgumentException("an empty User-Agent in the list of scanners, expected some text");
        }
        if (tarpit.toMillis() < 1) {
            throw new IllegalArgumentException("a tarpit of " + tarpit + ", expected: ≥ 1 ms");
        }
    }

    /** The same who get something else. */
    public Scanners with(Action other) {
        return new Scanners(userAgents, other, tarpit);
    }

    /** Whether a request is of such a program, and that matters. */
    boolean sent(SipRequest request) {
        if (action == Action.SERVE) {
            return false;
        }
        String userAgent = request.header(HeaderName.USER_AGENT);
        return userAgent != null && matches(userAgent);
    }

    private boolean matches(String userAgent) {
        for (int i = 0; i < userAgents.size(); i++) {
            if (matches(userAgent, userAgents.get(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String userAgent, String name) {
        if (name.charAt(0) != '*') {
            return userAgent.regionMatches(true, 0, name, 0, name.length());
        }
        for (int at = 0; at <= userAgent.length() - (name.length() - 1); at++) {
            if (userAgent.regionMatches(true, at, name, 1, name.length() - 1)) {
                return true;
            }
        }
        return false;
    }
}
