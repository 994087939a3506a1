// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThatCode;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever comes in becomes a message or a {@link SipParseException}, and what became a message can be handled and written again. */
class HostileInputTest {
    private static final int ROUNDS = 5_000;
    private static final String SPICE = "\r\n \t:;,<>\"\\@[]()=?%/.*\0\1\u007f\u0080\u00ff09azSIPVv";

    private final Random random = new Random(4475);

    @Test
    void random_bytes_are_survived() {
        for (int i = 0; i < ROUNDS; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            for (int at = 0; at < bytes.length; at++) {
                bytes[at] = random.nextInt(8) == 0 ? (byte) random.nextInt() : spice();
            }
            Survival.of(bytes);
        }
    }

    @Test
    void random_text_behind_a_header_name_is_survived() {
        List<String> names = List.of(
                "Via",
                "From",
                "To",
                "Call-ID",
                "CSeq",
                "Max-Forwards",
                "Contact",
                "Route",
                "Record-Route",
                "Expires",
                "Min-SE",
                "Retry-After",
                "RSeq",
                "RAck",
                "Session-Expires",
                "Date",
                "Content-Type",
                "Refer-To",
                "Content-Length",
                "X");
        List<String> seeds = List.of(
                "SIP/2.0/UDP [::1]:5060;branch=z9hG4bK1;rport, SIP/2.0/TCP h",
                "\"A \\\" B\" <sip:a:b@[::1]:5060;lr;x=y?h=v>;tag=1;q=\"x\", sip:c@d;e",
                "1 2 INVITE",
                "1800;refresher=uac",
                "Sat, 13 Nov 2010 23:29:00 GMT",
                "multipart/mixed;boundary=\"b1\"",
                "");
        for (int i = 0; i < ROUNDS; i++) {
            byte[] value = mutated(seeds.get(random.nextInt(seeds.size())).getBytes(StandardCharsets.ISO_8859_1));
            String line =
                    names.get(random.nextInt(names.size())) + ": " + new String(value, StandardCharsets.ISO_8859_1);
            Survival.of(("INVITE sip:a@b SIP/2.0\r\n" + line + "\r\n\r\n--b1\r\n\r\nx\r\n--b1--")
                    .getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void damaged_messages_are_survived() {
        MessageGenerator generate = new MessageGenerator(5);
        for (int i = 0; i < ROUNDS; i++) {
            Survival.of(mutated(generate.message().encoded()));
        }
    }

    @Test
    void damaged_torture_messages_are_survived() {
        List<byte[]> corpus = new ArrayList<>();
        Rfc4475.table().forEach(row -> corpus.add(row.bytes()));
        corpus.forEach(Survival::of);
        for (int i = 0; i < ROUNDS; i++) {
            Survival.of(mutated(corpus.get(random.nextInt(corpus.size()))));
        }
    }

    private byte spice() {
        return (byte) SPICE.charAt(random.nextInt(SPICE.length()));
    }

    /** The bytes with a few places changed, cut out, doubled, or moved. */
    private byte[] mutated(byte[] original) {
        byte[] bytes = original;
        for (int changes = 1 + random.nextInt(4); changes > 0; changes--) {
            int from = random.nextInt(bytes.length + 1);
            int to = Math.min(bytes.length, from + random.nextInt(12));
            byte[] middle = switch (random.nextInt(4)) {
                case 0 -> new byte[] {spice()};
                case 1 -> new byte[0];
                case 2 -> new byte[] {spice(), spice(), spice()};
                default -> {
                    int other = random.nextInt(bytes.length + 1);
                    yield Arrays.copyOfRange(bytes, other, Math.min(bytes.length, other + random.nextInt(40)));
                }
            };
            ByteWriter out = new ByteWriter(bytes.length + 40);
            bytes = out.bytes(bytes, 0, from)
                    .bytes(middle)
                    .bytes(bytes, to, bytes.length - to)
                    .toBytes();
        }
        return bytes;
    }

    @Test
    void values_of_great_depth_and_number_are_survived() {
        for (String value : List.of(
                "<".repeat(10_000),
                "\"".repeat(9_999),
                "\\".repeat(9_999) + "\"",
                "\"" + "\\\"".repeat(5_000),
                "(".repeat(10_000),
                "[".repeat(10_000),
                "<sip:a@b>" + ";a".repeat(5_000),
                "<sip:a@b>" + ";a=\"b\"".repeat(2_000),
                "<sip:a@b;" + "a;".repeat(5_000) + "b>",
                "<sip:" + "%41".repeat(4_000) + "@b>",
                "<sip:a@b>,".repeat(1_000) + "<sip:a@b>",
                "SIP/2.0/UDP h,".repeat(1_000) + "SIP/2.0/UDP h",
                "9".repeat(10_000),
                ",".repeat(10_000))) {
            for (String name : List.of(
                    "Via", "From", "Contact", "CSeq", "Expires", "Session-Expires", "Supported", "Content-Type")) {
                SipRequest request = Messages.withHeader(name + ": " + value);
                assertThatCode(() -> TypedReaders.objections(request)).doesNotThrowAnyException();
            }
        }
    }
}
