// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the secrets out of texts and messages: users and numbers in URIs, display names, credentials, keys and names in session descriptions.
 *
 * <p>It works on the text, so that a message that cannot be parsed is masked as well. Each place is looked at with a function
 * {@code (secret, kind) → text}: once to learn the secrets, and once to replace them.
 */
final class MessageMask {
    private static final Pattern USER = Pattern.compile(
            "(?i)(?<=sips?:|sips?%3A)((?:[^@\\s<>\":;%]++|%(?!40|3A)..){1,100}+)(:[^@\\s<>\"]{0,256}+)?+(?=[^@\\s<>\"]{0,256}(?:@|%40))");
    private static final Pattern NUMBER =
            Pattern.compile("(?i)(?<=tel:|phone-context=)([+*#]?[0-9A-F][0-9A-F*#.()-]*)");
    private static final Pattern QUOTED_NAME = Pattern.compile("(?<=\")((?:[^\"\\\\\r\n]++|\\\\.){1,500}+)(?=\"\\s*<)");
    private static final Pattern BARE_NAME =
            Pattern.compile("(?i)(?<=^|,)(\\s*)([^<>\",;=:@\\s][^<>\",;=:@]{0,256}?)(?=\\s*<(?:sips?|tel):)");
    private static final Pattern CREDENTIAL = Pattern.compile("([\\w-]+)(\\s*=\\s*\"?)([^\",]+)");
    private static final Pattern LENGTH = Pattern.compile("(?im)^((?:content-length|l)\\s*:\\s*)\\d+");
    private static final Pattern LINE = Pattern.compile("\r\n(?![ \t])");
    private static final String END_OF_HEADERS = "\r\n\r\n";

    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "authentication-info", "proxy-authentication-info");
    private static final Set<String> TOKENS = Set.of("identity", "y", "identity-info");
    /** What credentials say that is no secret. */
    private static final Set<String> PUBLIC = Set.of("realm", "algorithm", "qop", "nc", "stale", "charset", "userhash");

    private final Set<String> secretHeaders;
    private final SdpMask bodies;
    private final BinaryOperator<String> place;

    /**
     * Looks at every place where a secret can stand.
     *
     * @param secretHeaders headers of which nothing is to be seen, in lower case
     * @param mediaAddresses whether the addresses in session descriptions are secrets
     * @param place what becomes of a secret of a kind
     */
    MessageMask(Set<String> secretHeaders, boolean mediaAddresses, BinaryOperator<String> place) {
        this.secretHeaders = secretHeaders;
        this.bodies = new SdpMask(mediaAddresses, place);
        this.place = place;
    }

    /**
     * Masks a message, and its Content-Length with it.
     *
     * @param everywhere what is done to all of it in the end
     */
    byte[] message(byte[] bytes, UnaryOperator<String> everywhere) {
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int end = text.indexOf(END_OF_HEADERS);
        String head = everywhere.apply(head(end < 0 ? text : text.substring(0, end)));
        String body = end < 0 ? "" : everywhere.apply(bodies.body(uris(text.substring(end + END_OF_HEADERS.length()))));
        String sized = LENGTH.matcher(head).replaceAll(found -> found.group(1) + body.length());
        return (end < 0 ? sized : sized + END_OF_HEADERS + body).getBytes(StandardCharsets.ISO_8859_1);
    }

    private String head(String head) {
        List<String> lines = new ArrayList<>(List.of(LINE.split(head, -1)));
        lines.replaceAll(this::line);
        return String.join("\r\n", lines);
    }

    private String line(String line) {
        int colon = line.indexOf(':');
        String name = colon < 0 ? "" : line.substring(0, colon).strip();
        if (name.isEmpty() || name.indexOf(' ') >= 0) {
            return uris(line);
        }
        return line.substring(0, colon + 1) + value(name.toLowerCase(Locale.ROOT), line.substring(colon + 1));
    }

    private String value(String name, String value) {
        if (secretHeaders.contains(name) || TOKENS.contains(name)) {
            return ' ' + place.apply(value.strip(), "masked");
        }
        return CREDENTIALS.contains(name) ? credentials(value) : text(value);
    }

    private String credentials(String value) {
        if (value.indexOf('=') < 0 || value.strip().toLowerCase(Locale.ROOT).startsWith("b")) {
            String[] scheme = value.strip().split(" ", 2);
            return ' ' + scheme[0] + ' ' + (scheme.length > 1 ? place.apply(scheme[1], "masked") : "");
        }
        return CREDENTIAL
                .matcher(value)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1) + found.group(2) + credential(found.group(1), found.group(3))));
    }

    private String credential(String name, String value) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (PUBLIC.contains(lower)) {
            return value;
        }
        return switch (lower) {
            case "uri" -> uris(value);
            case "username" -> place.apply(value, "user");
            default -> place.apply(value, "masked");
        };
    }

    /** Masks a text that is no message: URIs and names in it. */
    String text(String text) {
        String quoted = QUOTED_NAME.matcher(text).replaceAll(found -> replace("", found.group(1), "Name"));
        String named = BARE_NAME.matcher(quoted).replaceAll(found -> replace(found.group(1), found.group(2), "Name"));
        return uris(named);
    }

    private String uris(String text) {
        String users = USER.matcher(text).replaceAll(found -> {
            String password = found.group(2);
            return Matcher.quoteReplacement(place.apply(found.group(1), "user")
                    + (password == null ? "" : ':' + place.apply(password.substring(1), "masked")));
        });
        return NUMBER.matcher(users).replaceAll(found -> replace("", found.group(1), "number"));
    }

    private String replace(String before, String secret, String kind) {
        return Matcher.quoteReplacement(before + place.apply(secret, kind));
    }

    static Set<String> lowerCase(Set<String> names) {
        return names.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
