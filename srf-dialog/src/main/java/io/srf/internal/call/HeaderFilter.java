// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipResponse;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which headers pass from one leg to the other.
 *
 * @param all whether all that are not left out pass, or only those named
 * @param names those that pass, or those that are left out
 */
public record HeaderFilter(boolean all, Set<HeaderName> names) {
    private static final String ALL = "all";
    private static final HeaderFilter NONE = new HeaderFilter(false, Set.of());

    /** What belongs to one leg: its dialog, its path, its body's length, its timers and its extensions. What describes a body goes with the body. */
    private static final Set<HeaderName> OF_ONE_LEG = Set.of(
            HeaderName.VIA,
            HeaderName.FROM,
            HeaderName.TO,
            HeaderName.CALL_ID,
            HeaderName.CSEQ,
            HeaderName.CONTACT,
            HeaderName.CONTENT_LENGTH,
            HeaderName.MAX_FORWARDS,
            HeaderName.ROUTE,
            HeaderName.RECORD_ROUTE,
            HeaderName.PATH,
            HeaderName.RSEQ,
            HeaderName.RACK,
            HeaderName.TIMESTAMP);

    /** What the engine negotiates on each leg by itself. */
    private static final Set<HeaderName> OF_THE_ENGINE = Set.of(
            HeaderName.SESSION_EXPIRES,
            HeaderName.MIN_SE,
            HeaderName.SUPPORTED,
            HeaderName.REQUIRE,
            HeaderName.PROXY_REQUIRE,
            HeaderName.ALLOW,
            HeaderName.USER_AGENT,
            HeaderName.SERVER);

    /** For requests and responses inside a call: all but what belongs to one leg, or is the engine's. */
    static final HeaderFilter IN_DIALOG = new HeaderFilter(true, OF_THE_ENGINE);

    /**
     * Checks a list of names as the options take it.
     *
     * @throws IllegalArgumentException if one is not the name of a header
     */
    public static List<String> checked(String... names) {
        List<String> list = List.of(names);
        HeaderFilter.of(list);
        return list;
    }

    /** The filter that this list describes. */
    static HeaderFilter of(List<String> list) {
        if (list.isEmpty()) {
            return NONE;
        }
        boolean all = list.stream().anyMatch(ALL::equalsIgnoreCase);
        Set<HeaderName> names = new HashSet<>();
        for (String name : list) {
            if (!name.equalsIgnoreCase(ALL) && name.startsWith("-") == all) {
                names.add(HeaderName.of(all ? name.substring(1) : name));
            }
        }
        return new HeaderFilter(all, Set.copyOf(names));
    }

    /** Whether this header passes from one leg to the other. */
    boolean passes(HeaderName name) {
        return all ? !isOfOneLeg(name) && !names.contains(name) : names.contains(name);
    }

    private static boolean isOfOneLeg(HeaderName name) {
        return OF_ONE_LEG.contains(name) || name.describesBody();
    }

    /** The same, but this header does not pass. */
    HeaderFilter without(HeaderName name) {
        Set<HeaderName> changed = new HashSet<>(names);
        if (all) {
            changed.add(name);
        } else {
            changed.remove(name);
        }
        return new HeaderFilter(all, Set.copyOf(changed));
    }

    /** Adds what passes to these extras, in the order of the message. */
    Extras copy(SipMessage from, Extras to) {
        Extras extras = to;
        if (all || !names.isEmpty()) {
            for (Header header : from.headers()) {
                if (passes(header.name(), from)) {
                    extras = extras.header(header);
                }
            }
        }
        return extras;
    }

    private boolean passes(HeaderName name, SipMessage from) {
        return passes(name) || (all && !names.contains(name) && isNewTarget(name, from));
    }

    /** The Contact of a redirection tells where to call instead (RFC 3261 §8.1.3.4), unlike any other. */
    private static boolean isNewTarget(HeaderName name, SipMessage from) {
        return name.equals(HeaderName.CONTACT) && from instanceof SipResponse response && isRedirection(response);
    }

    private static boolean isRedirection(SipResponse response) {
        return response.status() / 100 == 3;
    }
}
