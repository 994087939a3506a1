// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.util.List;
import java.util.function.BinaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Takes keys, names and, if wanted, addresses out of session descriptions, wherever in a body they stand (RFC 8866, RFC 4568, RFC 8839, RFC 8122). */
final class SdpMask {
    private static final List<Pattern> KEYS = List.of(
            Pattern.compile("(?m)(?<=^a=crypto:.{0,60} inline:)([^|\\s;]+)"),
            Pattern.compile("(?m)(?<=[|;]inline:|; inline:)([^|\\s;]+)"),
            Pattern.compile("(?m)(?<=^a=ice-pwd:)(\\S+)"),
            Pattern.compile("(?m)(?<=^a=ice-ufrag:)(\\S+)"),
            Pattern.compile("(?m)(?<=^a=fingerprint:\\S{1,20} )(\\S+)"),
            Pattern.compile("(?m)(?<=^a=key-mgmt:)([^\r\n]+)"),
            Pattern.compile("(?m)(?<=^k=)([^\r\n]+)"));
    private static final List<Pattern> NAMES = List.of(
            Pattern.compile("(?m)(?<=^o=)([^\\s-]\\S*|-\\S+)(?= \\S+ \\S+ IN)"),
            Pattern.compile("(?m)(?<=^[siuep]=)([^\r\n-][^\r\n]*)"));
    private static final Pattern MEDIA_LINE = Pattern.compile("(?m)^(?:[oc]=|a=candidate:|a=rtcp:)[^\r\n]*");
    private static final Pattern ADDRESS = Pattern.compile(
            "(?<![\\w.:])(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9A-Fa-f]*:[0-9A-Fa-f:]*:[0-9A-Fa-f]*)(?![\\w.:])");
    /** Says that there is no media, and nothing else. */
    private static final String NOWHERE = "0.0.0.0";

    private final boolean addresses;
    private final BinaryOperator<String> place;

    SdpMask(boolean addresses, BinaryOperator<String> place) {
        this.addresses = addresses;
        this.place = place;
    }

    String body(String body) {
        String masked = body;
        for (Pattern key : KEYS) {
            masked = replace(masked, key, "masked");
        }
        for (Pattern name : NAMES) {
            masked = replace(masked, name, "name");
        }
        return addresses
                ? MEDIA_LINE
                        .matcher(masked)
                        .replaceAll(line -> Matcher.quoteReplacement(ADDRESS.matcher(line.group())
                                .replaceAll(found -> Matcher.quoteReplacement(address(found.group())))))
                : masked;
    }

    private String replace(String text, Pattern secret, String kind) {
        return secret.matcher(text).replaceAll(found -> Matcher.quoteReplacement(place.apply(found.group(1), kind)));
    }

    private String address(String found) {
        return found.equals(NOWHERE) ? found : place.apply(found, found.indexOf(':') < 0 ? "host" : "2001:db8::");
    }
}
