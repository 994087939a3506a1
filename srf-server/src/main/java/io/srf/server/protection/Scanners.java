// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.sip.HeaderName;
import io.srf.sip.NameAddr;
import io.srf.sip.SipRequest;
import io.srf.sip.SipUri;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * Who is known for nothing but looking for victims, by what new requests say of their sender, and what they get.
 *
 * @param userAgents how their User-Agent begins, in any case; {@code *} in front lets it stand anywhere
 * @param callers what they call themselves in From, as user or display name, in any case; the whole of it
 * @param action what they get
 * @param malformed what everybody gets for a malformed request outside of calls, and for what is no message
 * @param tarpit how long they are kept waiting, if they are
 */
public record Scanners(
        List<String> userAgents, List<String> callers, Action action, Action malformed, Duration tarpit) {
    /** What they get. */
    public enum Action {
        /** What everybody gets. */
        SERVE,
        /** Nothing; a connection is closed. */
        DROP,
        /**
         * To wait: 403, or what a malformed request is answered, after a while if it came by UDP, as long as not too many wait already; a connection is
         * not read any more, and closed after that while.
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

    /** Names of such programs that nobody has. */
    public static final List<String> KNOWN_CALLERS = List.of(
            "sipvicious", "friendly-scanner", "friendly-request", "sundayddr", "sipcli", "pplsip", "siparmyknife");

    /** How long a tarpit lasts: less than 64·T1 (RFC 3261 §17.1.1.2), when a client gives up by itself. */
    public static final Duration TARPIT = Duration.ofSeconds(20);

    /** Drops those that are known, and answers what is malformed. */
    public static final Scanners DEFAULT = new Scanners(KNOWN, KNOWN_CALLERS, Action.DROP, Action.SERVE, TARPIT);

    /** Copies the lists. */
    public Scanners {
        userAgents = List.copyOf(userAgents);
        callers = List.copyOf(callers);
        if (userAgents.stream().anyMatch(name -> name.isEmpty() || "*".equals(name))) {
            throw new IllegalArgumentException("an empty User-Agent in the list of scanners, expected some text");
        }
        if (tarpit.toMillis() < 1) {
            throw new IllegalArgumentException("a tarpit of " + tarpit + ", expected: ≥ 1 ms");
        }
    }

    /** The same who get something else. */
    public Scanners with(Action other) {
        return new Scanners(userAgents, callers, other, malformed, tarpit);
    }

    /** The same with something else for what is malformed. */
    public Scanners withMalformed(Action other) {
        return new Scanners(userAgents, callers, action, other, tarpit);
    }

    /** The same who also have such User-Agents. */
    public Scanners and(List<String> more) {
        return new Scanners(
                Stream.concat(userAgents.stream(), more.stream()).toList(), callers, action, malformed, tarpit);
    }

    /** Whether a request is of such a program, and that matters. */
    boolean sent(SipRequest request) {
        if (action == Action.SERVE) {
            return false;
        }
        String userAgent = request.header(HeaderName.USER_AGENT);
        return (userAgent != null && matches(userAgent)) || isCaller(request.from());
    }

    private boolean isCaller(NameAddr from) {
        String user = from.uri() instanceof SipUri sip ? sip.rawUser() : null;
        String shown = from.displayName();
        for (int i = 0; i < callers.size(); i++) {
            String name = callers.get(i);
            if (name.equalsIgnoreCase(user) || name.equalsIgnoreCase(shown)) {
                return true;
            }
        }
        return false;
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
