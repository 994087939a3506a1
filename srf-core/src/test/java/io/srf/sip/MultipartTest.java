// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MultipartTest {
    private static List<BodyPart> parts(String contentType, byte[] body) {
        return SipRequest.builder("MESSAGE", "sip:a@b")
                .body(body, contentType)
                .build()
                .bodyParts();
    }

    private static List<BodyPart> parts(String body) {
        return parts("multipart/mixed;boundary=b1", Messages.bytes(body));
    }

    @Test
    void a_body_is_split_into_its_parts() {
        List<BodyPart> parts = parts("""
                --b1
                Content-Type: application/sdp
                content-disposition: session;
                 handling=required

                v=0

                --b1
                c: Application/PIDF+xml ; charset=utf-8

                <presence/>
                --b1--
                """);

        assertThat(parts).extracting(BodyPart::text).containsExactly("v=0\r\n", "<presence/>");
        assertThat(parts).extracting(BodyPart::contentType).containsExactly("application/sdp", "application/pidf+xml");
        assertThat(parts.getFirst().header("Content-Disposition")).isEqualTo("session; handling=required");
        assertThat(parts.getFirst().headers()).hasSize(2);
        assertThat(parts.getFirst().header(HeaderName.SUBJECT)).isNull();
    }

    @Test
    void one_part_is_replaced_and_all_else_stays_as_it_was() {
        String body = "preamble\n--b1\nA: b\n\none\n--b1\n\ntwo\n--b1--\nepilogue\n";
        SipMessage built = SipRequest.builder("MESSAGE", "sip:a@b")
                .body(Messages.bytes(body), "multipart/mixed;boundary=b1")
                .build();
        SipMessage parsed = SipParser.parse(built.encoded());

        for (SipMessage message : List.of(built, parsed)) {
            BodyPart first = message.bodyParts().getFirst();
            byte[] replaced = message.bodyWith(first, "longer than before".getBytes(StandardCharsets.UTF_8));

            assertThat(replaced).isEqualTo(Messages.bytes(body.replace("one", "longer than before")));
        }
        assertThatThrownBy(() -> built.bodyWith(parsed.bodyParts().getFirst(), new byte[0]))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void preamble_and_epilogue_are_left_out() {
        assertThat(parts("This is MIME.\n--b1 is near\n--b1\n\nx\n--b1--\nThe end.\n--b1\n\ny\n--b1--\n"))
                .extracting(BodyPart::text)
                .containsExactly("x");
    }

    @Test
    void a_part_may_be_empty_in_every_way() {
        assertThat(parts("--b1\n\n\n--b1\n\n--b1\n--b1\nX: y\n--b1\nX: y\n\n--b1--"))
                .satisfies(parts -> {
                    assertThat(parts)
                            .hasSize(5)
                            .allSatisfy(part -> assertThat(part.content()).isEmpty());
                    assertThat(parts).extracting(p -> p.headers().size()).containsExactly(0, 0, 0, 1, 1);
                });
        assertThat(parts("--b1--")).isEmpty();
    }

    @Test
    void a_part_holds_any_bytes() {
        byte[] content = new byte[256];
        for (int i = 0; i < 256; i++) {
            content[i] = (byte) i;
        }
        byte[] body = ("--b1\r\n\r\n" + new String(content, StandardCharsets.ISO_8859_1) + "\r\n--b1--\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);

        BodyPart part = parts("multipart/mixed; boundary=b1", body).getFirst();

        assertThat(part.content()).isEqualTo(content);
        part.content()[0] = 9;
        assertThat(part.content()).isEqualTo(content);
    }

    @Test
    void only_a_whole_line_is_a_boundary() {
        assertThat(parts("--b1\n\n--b12\n --b1\nx--b1\n--b1x\n--b1 \t\n\ny\n--b1-- \n"))
                .extracting(BodyPart::text)
                .containsExactly("--b12\r\n --b1\r\nx--b1\r\n--b1x", "y");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed;boundary=b1",
                "Multipart/Mixed ; charset=x; BOUNDARY = \"b1\" ; y",
                "multipart / mixed;boundary=b1",
                "multipart/related;type=\"application/sdp;x\";boundary=b1",
            })
    void a_boundary_is_found_among_the_parameters(String contentType) {
        assertThat(parts(contentType, Messages.bytes("--b1\n\nx\n--b1--"))).hasSize(1);
    }

    @Test
    void an_odd_boundary_is_found() {
        assertThat(parts(
                        "multipart/mixed;boundary=----=_Part_1.2",
                        Messages.bytes("------=_Part_1.2\n\nx\n------=_Part_1.2--")))
                .hasSize(1);
        assertThat(parts("multipart/mixed;boundary=\"a b:?\"", Messages.bytes("--a b:?\n\nx\n--a b:?--")))
                .hasSize(1);
    }

    @Test
    void parts_may_hold_parts() {
        BodyPart outer = parts(
                        "--b1\nContent-Type: multipart/alternative;boundary=b2\n\n--b2\n\nx\n--b2\n\ny\n--b2--\n--b1--")
                .getFirst();

        assertThat(outer.parts()).extracting(BodyPart::text).containsExactly("x", "y");
        assertThat(outer.parts().getFirst().parts()).isEmpty();
    }

    @Test
    void another_body_has_no_parts() {
        assertThat(parts("application/sdp", Messages.bytes("--b1\n\nx\n--b1--")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "x",
                "--b1\n\nx",
                "--b1\n\nx\n--b1",
                "--b1\n\nx\n--b1-",
                "--b2\n\nx\n--b2--",
                "--b1\nno header\n\nx\n--b1--",
                "--b1\nX: y\u0000\n\nx\n--b1--"
            })
    void what_is_no_multipart_body_is_refused(String body) {
        assertThatThrownBy(() -> parts(body))
                .isInstanceOfSatisfying(
                        SipParseException.class, e -> assertThat(e.header()).isEqualTo("Content-Type"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "multipart/mixed",
                "multipart/mixed;boundary",
                "multipart/mixed;boundary=",
                "multipart/mixed;boundary=\"",
                "multipart/mixed;boundary=a b",
                "multipart/mixed;boundary=12345678901234567890123456789012345678901234567890123456789012345678901"
            })
    void a_type_without_a_usable_boundary_is_refused(String contentType) {
        assertThatThrownBy(() -> parts(contentType, Messages.bytes("--b1\n\nx\n--b1--")))
                .isInstanceOfSatisfying(
                        SipParseException.class, e -> assertThat(e.header()).isEqualTo("Content-Type"));
    }

    @Test
    void there_are_at_most_64_parts() {
        assertThat(parts("--b1\n\nx\n".repeat(64) + "--b1--")).hasSize(64);
        assertThatThrownBy(() -> parts("--b1\n\nx\n".repeat(65) + "--b1--"))
                .isInstanceOf(SipParseException.class)
                .hasMessageContaining("≤ 64");
    }
}
