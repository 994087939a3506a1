// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a script returned: a word that says how it ended, and what belongs to that.
 *
 * @param parts byte arrays, numbers, lists of these, or null
 */
record Answer(List<@Nullable Object> parts) {
    /** The word of a call whose key holds no sound record. */
    static final String CORRUPT = "corrupt";

    @SuppressWarnings("unchecked")
    static Answer of(Object reply) {
        return new Answer(reply instanceof List<?> list ? (List<@Nullable Object>) list : List.of(reply));
    }

    /** Says what is wrong with what is there. */
    static Answer corrupt(String what) {
        return new Answer(List.of(CORRUPT, what));
    }

    /** How it ended. */
    String word() {
        return text(0);
    }

    /** Whether the key holds no sound record. */
    boolean corrupt() {
        return !parts.isEmpty() && CORRUPT.equals(parts.getFirst());
    }

    String text(int part) {
        return text(parts.get(part));
    }

    long number(int part) {
        return parts.get(part) instanceof Long number ? number : Long.parseLong(text(part));
    }

    /** Whether there is such a part. */
    boolean has(int part) {
        return parts.size() > part && parts.get(part) != null;
    }

    /** All of it, where nothing in it is null. */
    List<Object> list() {
        return parts.stream().map(Objects::requireNonNull).toList();
    }

    @SuppressWarnings("unchecked")
    List<Object> list(int part) {
        Object list = parts.get(part);
        return list == null ? List.of() : (List<Object>) list;
    }

    List<String> texts() {
        return parts.stream().map(Answer::text).toList();
    }

    List<String> texts(int part) {
        return list(part).stream().map(Answer::text).toList();
    }

    /** A list of names and values. */
    Map<String, String> map(int part) {
        Map<String, String> map = new TreeMap<>();
        List<String> list = texts(part);
        for (int i = 0; i + 1 < list.size(); i += 2) {
            map.put(list.get(i), list.get(i + 1));
        }
        return map;
    }

    private static String text(@Nullable Object part) {
        return part instanceof byte[] bytes ? new String(bytes, UTF_8) : String.valueOf(part);
    }
}
