// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** When two SIP URIs mean the same (RFC 3261 §19.1.4). */
final class UriEquivalence {
    /** Parameters that make a difference even if only one of the URIs has them; all others are then ignored. */
    private static final List<String> DECISIVE = List.of("user", "ttl", "method", "maddr", "transport");

    private UriEquivalence() {}

    static boolean holds(SipUri a, SipUri b) {
        return a.secure() == b.secure()
                && Objects.equals(normal(a.rawUser()), normal(b.rawUser()))
                && Objects.equals(normal(a.password()), normal(b.password()))
                && a.host().equalsIgnoreCase(b.host())
                && a.port() == b.port()
                && sameParams(a.params(), b.params())
                && sortedHeaders(a).equals(sortedHeaders(b));
    }

    private static @Nullable String normal(@Nullable String text) {
        return text == null ? null : Escapes.normalize(text);
    }

    private static boolean sameParams(Params a, Params b) {
        for (String name : DECISIVE) {
            if (a.has(name) != b.has(name)) {
                return false;
            }
        }
        Map<String, String> others = b.asMap();
        return a.asMap().entrySet().stream()
                .allMatch(param ->
                        param.getValue().equalsIgnoreCase(others.getOrDefault(param.getKey(), param.getValue())));
    }

    private static List<String> sortedHeaders(SipUri uri) {
        List<String> headers = new ArrayList<>();
        for (String header : uri.headers().split("&", 0)) {
            int equals = header.indexOf('=');
            String name = equals < 0 ? header : header.substring(0, equals);
            headers.add(Escapes.normalize(name).toLowerCase(Locale.ROOT)
                    + Escapes.normalize(header.substring(name.length())));
        }
        headers.sort(null);
        return headers;
    }
}
