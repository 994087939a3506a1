// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What stands for each secret of one call: always the same, and never something that is a secret itself.
 *
 * <p>A number becomes one of as many digits, counted up from zero, so that it still is a number; everything else gets a name of its kind and a
 * count.
 */
final class Pseudonyms {
    /** Digits alone that are shorter are no telephone number, but perhaps a status or a port. */
    private static final int SHORTEST_NUMBER = 5;

    private static final int SHORTEST_NAME = 3;
    /** Not inside of a word; what {@code %40} and its like stand for are no letters. */
    private static final String BEFORE = "(?:(?<![\\p{Alnum}])|(?<=%[0-9A-Fa-f]{2}))";

    /** Who wants to be nobody has no secret (RFC 3323 §4.1.1.3). */
    private static final String NOBODY = "anonymous";

    private static final String BEHIND = "(?![\\p{Alnum}])";

    /** Kinds of secrets that may be numbers. */
    private static final Set<String> NUMERIC = Set.of("user", "number", "Name", "name");

    private final Set<String> secrets = new LinkedHashSet<>();
    private final Map<String, String> masks = new LinkedHashMap<>();
    private final Set<String> given = new HashSet<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private Pattern everywhere = Pattern.compile("(?!)");

    /** Learns of a secret; all must be known before the first is masked. */
    void add(String secret) {
        secrets.add(secret);
    }

    /** From now on, secrets are recognized wherever they stand. */
    void complete() {
        String all = secrets.stream()
                .filter(Pseudonyms::isDistinct)
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(Pattern::quote)
                .collect(Collectors.joining("|"));
        if (!all.isEmpty()) {
            everywhere = Pattern.compile(BEFORE + "(?:" + all + ")" + BEHIND);
        }
    }

    /** Whether it cannot be mistaken for a word of the protocol. */
    private static boolean isDistinct(String secret) {
        boolean digits = secret.chars().allMatch(c -> "+0123456789".indexOf(c) >= 0);
        return secret.length() >= (digits ? SHORTEST_NUMBER : SHORTEST_NAME)
                && !ProtocolWords.ALL.contains(secret.toLowerCase(Locale.ROOT));
    }

    /** What stands for a secret; what stands for another one already stays as it is. */
    String of(String secret, String kind) {
        return secret.isEmpty() || secret.equalsIgnoreCase(NOBODY) || given.contains(secret)
                ? secret
                : masks.computeIfAbsent(secret, unknown -> make(unknown, kind));
    }

    private String make(String secret, String kind) {
        String mask;
        do {
            mask = NUMERIC.contains(kind) && isNumber(secret) ? number(secret, next("number")) : kind + next(kind);
        } while (secrets.contains(mask));
        given.add(mask);
        return mask;
    }

    private int next(String kind) {
        return counts.merge(kind, 1, Integer::sum);
    }

    private static boolean isNumber(String secret) {
        return secret.chars().anyMatch(Character::isDigit)
                && secret.chars().allMatch(c -> "+0123456789-.()".indexOf(c) >= 0);
    }

    private static String number(String secret, int count) {
        String plus = secret.startsWith("+") ? "+" : "";
        int digits = secret.length() - plus.length();
        return plus + String.format("%0" + Math.max(1, digits) + "d", count);
    }

    /** Masks every secret in a text that can be told from the words of the protocol. */
    String everywhere(String text) {
        return everywhere.matcher(text).replaceAll(found -> Matcher.quoteReplacement(of(found.group(), "user")));
    }
}
