// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.bytes;
import static io.srf.server.transport.StreamSamples.request;
import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.SipParser;
import io.srf.sip.SipResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RefusalTest {
    @Test
    void a_request_without_Content_Length_is_answered_with_what_every_response_has() {
        SipResponse response = refusal(400, request("INVITE", "", ""));

        assertThat(response.status()).isEqualTo(400);
        assertThat(response.reason()).isEqualTo("the problem");
        assertThat(response.topVia().branch()).isEqualTo("z9hG4bK776asdhds");
        assertThat(response.from().tag()).isEqualTo("1928301774");
        assertThat(response.to().tag()).isNotBlank();
        assertThat(response.callId()).isEqualTo("a84b4c76e66710");
        assertThat(response.cseq().method()).isEqualTo("INVITE");
        assertThat(response.header(HeaderName.CONTENT_LENGTH)).isEqualTo("0");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: abc\r\n",
                "l: abc\r\n",
                "Content-Length:\r\n abc\r\n\tdef\r\n",
                "Content-Length: 1\r\nX: y\r\ncontent-length : 2\r\n",
                "Content-Length: 99999999999\r\n"
            })
    void a_bad_Content_Length_does_not_hinder_the_answer(String headers) {
        assertThat(refusal(513, request("OPTIONS", headers, "")).status()).isEqualTo(513);
    }

    @Test
    void a_To_tag_is_kept() {
        String head = request("BYE", "", "").replace("To: <sip:bob@example.com>", "To: <sip:b@example.com>;tag=7");

        assertThat(refusal(400, head).to().tag()).isEqualTo("7");
    }

    @Test
    void an_ACK_is_not_answered() {
        assertThat(Refusal.of(error(400, request("ACK", "", "")))).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\r\n",
                "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "INVITE sip:a SIP/2.0\r\nno header\r\n\r\n",
                "INVITE sip:a SIP/2.0\r\nVia: x\r\n\r\n"
            })
    void what_is_no_request_is_not_answered(String head) {
        assertThat(Refusal.of(error(400, head))).isNull();
    }

    private static SipResponse refusal(int status, String head) {
        return (SipResponse) SipParser.parse(Refusal.of(error(status, head)));
    }

    private static FramingException error(int status, String head) {
        return new FramingException(status, "the problem", bytes(head));
    }
}
