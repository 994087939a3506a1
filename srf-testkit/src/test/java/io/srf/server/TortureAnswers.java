// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import io.srf.sip.Rfc4475;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The final responses that the messages of RFC 4475 get from an engine and an application that is busy for calls and accepts all else. */
final class TortureAnswers {
    private TortureAnswers() {}

    /** The table's status, except where the application decides: it is busy for calls, and accepts all else. */
    static List<Integer> to(Rfc4475.Row row) {
        if (row.judge().equals("nobody")) {
            return List.of();
        }
        boolean isInvite = new String(row.bytes(), StandardCharsets.ISO_8859_1).startsWith("INVITE ");
        return switch (row.judge()) {
            case "rules", "parser" -> List.of(row.status().orElseThrow());
            default -> {
                if (row.name().equals("wsinv")) {
                    yield List.of(481);
                }
                boolean unknownMethod = row.status().orElse(0) == 501;
                yield List.of(unknownMethod ? 501 : isInvite ? 486 : 200);
            }
        };
    }
}
