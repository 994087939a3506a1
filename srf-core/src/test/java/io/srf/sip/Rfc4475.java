// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The torture messages of RFC 4475 with what must become of each: which layer objects, and what a server answers. The table is the resource
 * {@code rfc4475.csv} beside this class; the messages are read from {@code ${srf.shared}/corpora/rfc4475}.
 */
public final class Rfc4475 {
    private Rfc4475() {}

    /**
     * One message of the corpus.
     *
     * @param name of its file, without {@code .dat}
     * @param layer {@code framing}, {@code start-line}, {@code header} (when it is read), {@code semantics}, or {@code accepted}
     * @param header that is objected to; "" if it is none or more than one
     * @param judge who decides: {@code parser} (which throws, and {@link Salvage} answers), {@code rules} ({@link RequestRules#check}),
     *     {@code proxy} ({@link RequestRules#unforwardable}), {@code transaction}, {@code application}, or {@code nobody} for what is never
     *     answered
     * @param answer a status; {@code normal} where an ordinary application answers as it likes; {@code nothing}
     * @param note section and what is odd about it
     */
    public record Row(String name, String layer, String header, String judge, String answer, String note) {
        /** The status that is answered, if the table gives one. */
        public OptionalInt status() {
            return answer.matches("\\d{3}") ? OptionalInt.of(Integer.parseInt(answer)) : OptionalInt.empty();
        }

        /** The message's bytes. The test is skipped where there is no corpus. */
        public byte[] bytes() {
            return read(name);
        }

        @Override
        public String toString() {
            return name + ": " + layer + ' ' + header + ", " + judge + " answers " + answer;
        }
    }

    /** All rows, in the order of the RFC. */
    public static Stream<Row> table() {
        try (InputStream csv = Objects.requireNonNull(Rfc4475.class.getResourceAsStream("rfc4475.csv"), "rfc4475.csv");
                BufferedReader lines = new BufferedReader(new InputStreamReader(csv, StandardCharsets.UTF_8))) {
            return lines.lines().skip(1).map(Rfc4475::row).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Row row(String line) {
        String[] cells = line.split(",", 6);
        return new Row(cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]);
    }

    /** A message of the corpus by its name. The test is skipped where there is no corpus. */
    public static byte[] read(String name) {
        String shared = System.getProperty("srf.shared");
        Assumptions.assumeTrue(shared != null, "no corpus: system property srf.shared is not set");
        Path file = Path.of(shared, "corpora", "rfc4475", name + ".dat");
        Assumptions.assumeTrue(Files.isRegularFile(file), () -> "no corpus: " + file + " is missing");
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
