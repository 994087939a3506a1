// SPDX-License-Identifier: Apache-2.0
package io.srf.drachtio;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What our engine does otherwise than a recorded drachtio-server, and why: {@code drachtio/differences.txt}. An entry begins with {@code ## NAME: REASON}, or with
 * {@code !! NAME: REASON} if the recording cannot be replayed; the lines after it are all differences there are.
 */
final class AcceptedDifferences {
    private static final String ENTRY = "## ";
    private static final String NOT_REPLAYED = "!! ";

    private final Map<String, String> reasons = new LinkedHashMap<>();
    private final Map<String, List<String>> lines = new LinkedHashMap<>();
    private final Set<String> notReplayed = new HashSet<>();

    private AcceptedDifferences(String table) {
        List<String> entry = new ArrayList<>();
        for (String line : table.lines().toList()) {
            if (line.startsWith(ENTRY) || line.startsWith(NOT_REPLAYED)) {
                int colon = line.indexOf(':');
                String name = line.substring(ENTRY.length(), colon);
                entry = new ArrayList<>();
                reasons.put(name, line.substring(colon + 1).strip());
                lines.put(name, entry);
                if (line.startsWith(NOT_REPLAYED)) {
                    notReplayed.add(name);
                }
            } else if (!line.isBlank() && !line.startsWith("#")) {
                entry.add(line);
            }
        }
    }

    static AcceptedDifferences read() {
        try (InputStream in = AcceptedDifferences.class.getResourceAsStream("/drachtio/differences.txt")) {
            return new AcceptedDifferences(
                    new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Set<String> names() {
        return reasons.keySet();
    }

    Map<String, String> reasons() {
        return reasons;
    }

    Set<String> notReplayed() {
        return notReplayed;
    }

    List<String> of(String name) {
        return lines.getOrDefault(name, List.of());
    }
}
