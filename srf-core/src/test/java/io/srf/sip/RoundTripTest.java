// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** What was written is read back as it was, for thousands of messages made at random. */
class RoundTripTest {
    private static final int MESSAGES = 3_000;

    @Test
    void a_written_message_is_read_back_as_it_was() {
        MessageGenerator generate = new MessageGenerator(1);
        for (int i = 0; i < MESSAGES; i++) {
            SipMessage written = generate.message();

            SipMessage read = SipParser.parse(written.encoded());

            assertThat(read).isEqualTo(written);
            assertThat(read.startLine()).isEqualTo(written.startLine());
            assertThat(lines(read)).isEqualTo(lines(written));
            assertThat(read.body()).isEqualTo(written.body());
            assertThat(SipParser.parseFramed(written.encoded(), SipLimits.DEFAULT))
                    .isEqualTo(written);
        }
    }

    @Test
    void a_packed_request_says_the_same() {
        MessageGenerator generate = new MessageGenerator(4);
        for (int i = 0; i < MESSAGES; i++) {
            if (generate.message() instanceof SipRequest request) {
                SipRequest packed = request.packed();

                assertThat(packed).isEqualTo(request);
                assertThat(packed.startLine()).isEqualTo(request.startLine());
                assertThat(lines(packed)).isEqualTo(lines(request));
                assertThat(packed.body()).isEqualTo(request.body());
                assertThat(packed.toBuilder().build())
                        .isEqualTo(request.toBuilder().build());
            }
        }
    }

    @Test
    void what_is_put_into_a_header_is_read_from_it() {
        MessageGenerator generate = new MessageGenerator(2);
        for (int i = 0; i < MESSAGES; i++) {
            List<Via> vias = generate.vias();
            List<NameAddr> addresses = generate.addresses();
            Uri uri = generate.uri();
            SipRequest written = SipRequest.builder("OPTIONS", uri)
                    .add(HeaderName.VIA, HeaderValues.join(vias))
                    .add(HeaderName.FROM, addresses.getFirst())
                    .add(HeaderName.CONTACT, HeaderValues.join(addresses))
                    .build();

            SipRequest read = (SipRequest) SipParser.parse(written.encoded());

            assertThat(read.uri()).isEqualTo(uri);
            assertThat(read.vias()).isEqualTo(vias);
            assertThat(read.from()).isEqualTo(addresses.getFirst());
            assertThat(read.contacts()).isEqualTo(addresses);
            assertThat(uri).isEqualTo(Uri.parse(uri.toString()));
            assertThat(!(uri instanceof SipUri sip) || sip.isEquivalentTo(SipUri.parse(sip.toString())))
                    .isTrue();
        }
    }

    @Test
    void a_message_in_another_spelling_says_the_same() {
        MessageGenerator generate = new MessageGenerator(3);
        for (int i = 0; i < MESSAGES; i++) {
            SipMessage written = generate.message();
            byte[] spelled = spelledOtherwise(written, generate);

            SipMessage read = SipParser.parse(spelled);

            assertThat(read.encoded()).isEqualTo(spelled);
            assertThat(read.startLine()).isEqualTo(written.startLine());
            assertThat(read.headers())
                    .extracting(Header::name)
                    .isEqualTo(written.headers().stream().map(Header::name).toList());
            assertThat(read.headers())
                    .extracting(Header::value)
                    .isEqualTo(written.headers().stream().map(Header::value).toList());
            assertThat(read.vias()).isEqualTo(written.vias());
            assertThat(read.from()).isEqualTo(written.from());
            assertThat(read.body()).isEqualTo(written.body());
        }
    }

    private static List<String> lines(SipMessage message) {
        return message.headers().stream().map(Header::toString).toList();
    }

    private static byte[] spelledOtherwise(SipMessage message, MessageGenerator generate) {
        StringBuilder text = new StringBuilder(message.startLine()).append("\r\n");
        for (Header header : message.headers()) {
            text.append(name(header.name().toString(), generate));
            text.append(generate.oneOf(List.of("", " ", "\t", "  "))).append(':');
            text.append(generate.oneOf(List.of("", " ", " \t", "\r\n ", " \r\n\t \r\n ")));
            text.append(
                    generate.sometimes() ? header.value().replaceAll("(?<![ \t]) (?![ \t])", "\r\n ") : header.value());
            text.append(generate.oneOf(List.of("", " ", "\r\n ", "\t"))).append("\r\n");
        }
        ByteWriter bytes = new ByteWriter(text.length());
        return bytes.text(text.append("\r\n").toString()).bytes(message.body()).toBytes();
    }

    private static String name(String name, MessageGenerator generate) {
        return switch (name) {
            case "Via", "From", "To" -> generate.sometimes() ? name.substring(0, 1) : name.toUpperCase(Locale.ROOT);
            case "Call-ID" -> generate.sometimes() ? "i" : "CALL-id";
            case "Content-Length" -> generate.sometimes() ? "L" : "content-LENGTH";
            default -> generate.sometimes() ? name.toLowerCase(Locale.ROOT) : name;
        };
    }

    @Test
    void every_byte_of_an_untouched_message_is_kept() {
        byte[] bytes = "SIP/2.0 200 \u00e9\t\r\nx :\r\n\t\u00ff \r\nX:\r\nl:\r\n 0003\r\n\r\nabc"
                .getBytes(StandardCharsets.ISO_8859_1);

        SipMessage message = SipParser.parse(bytes);

        assertThat(message.encoded()).isSameAs(bytes);
        assertThat(message.bodyText()).isEqualTo("abc");
    }
}
