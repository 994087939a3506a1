// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SdpTest {
    private static final String TWO_STREAMS = String.join(
            "\r\n",
            "v=0",
            "o=alice 2890844526 7 IN IP4 10.0.0.1",
            "s=-",
            "c=IN IP4 10.0.0.1",
            "t=0 0",
            "a=tool:x",
            "m=audio 49170 RTP/AVP 0 8",
            "a=rtpmap:0 PCMU/8000",
            "m=video 51372/2 RTP/SAVPF 99",
            "c=IN IP6 2001:db8::1",
            "a=recvonly",
            "m=image 0 udptl t38",
            "");

    private static Sdp audio(String direction) {
        return Sdp.parse("v=0\r\no=a 1 1 IN IP4 h\r\ns=-\r\nt=0 0\r\nm=audio 9 RTP/AVP 0\r\na=" + direction + "\r\n");
    }

    @Test
    void origin_and_streams_are_read() {
        Sdp sdp = Sdp.parse(TWO_STREAMS);
        assertThat(sdp.origin()).isEqualTo(new SdpOrigin("alice", "2890844526", "7", "IN", "IP4", "10.0.0.1"));
        assertThat(sdp.streams())
                .containsExactly(
                        new SdpStream(
                                0, "audio", 49_170, "RTP/AVP", List.of("0", "8"), "10.0.0.1", SdpDirection.SENDRECV),
                        new SdpStream(
                                1, "video", 51_372, "RTP/SAVPF", List.of("99"), "2001:db8::1", SdpDirection.RECVONLY),
                        new SdpStream(2, "image", 0, "udptl", List.of("t38"), "10.0.0.1", SdpDirection.SENDRECV));
        assertThat(sdp.direction()).isEqualTo(SdpDirection.SENDRECV);
        assertThat(sdp.isHold()).isFalse();
    }

    @Test
    void what_is_not_changed_is_written_as_it_was() {
        assertThat(Sdp.parse(TWO_STREAMS)).hasToString(TWO_STREAMS);
        assertThat(Sdp.parse(TWO_STREAMS.replace("\r\n", "\n"))).hasToString(TWO_STREAMS);
    }

    @Test
    void the_direction_of_the_session_holds_for_streams_without_one() {
        Sdp sdp = Sdp.parse(
                "v=0\r\no=a 1 1 IN IP4 h\r\na=sendonly\r\nm=audio 9 RTP/AVP 0\r\nm=video 9 RTP/AVP 1\r\na=inactive\r\n");
        assertThat(sdp.streams())
                .extracting(SdpStream::direction)
                .containsExactly(SdpDirection.SENDONLY, SdpDirection.INACTIVE);
        assertThat(sdp.isHold()).isTrue();
    }

    @Test
    void the_old_address_of_zeros_is_a_hold() {
        Sdp sdp = Sdp.parse("v=0\r\no=a 1 1 IN IP4 h\r\nc=IN IP4 0.0.0.0\r\nm=audio 9 RTP/AVP 0\r\n");
        assertThat(sdp.isHold()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"sendrecv,sendonly", "recvonly,inactive", "sendonly,sendonly", "inactive,inactive"})
    void holding_takes_away_what_we_receive(String before, String after) {
        assertThat(audio(before).held()).isEqualTo(audio(after));
    }

    @ParameterizedTest
    @CsvSource({
        "sendrecv,sendrecv,sendrecv",
        "sendrecv,sendonly,recvonly",
        "sendrecv,recvonly,sendonly",
        "sendrecv,inactive,inactive",
        "sendonly,sendonly,inactive",
        "recvonly,sendrecv,recvonly"
    })
    void an_answer_does_no_more_than_the_offer_lets_it(String own, String offer, String answer) {
        assertThat(audio(own).answering(audio(offer))).isEqualTo(audio(answer));
    }

    @Test
    void refusing_closes_every_stream() {
        assertThat(Sdp.parse(TWO_STREAMS).refused().streams()).noneMatch(SdpStream::isActive);
    }

    @Test
    void the_next_version_is_one_higher_even_beyond_a_long() {
        SdpOrigin origin = new SdpOrigin("a", "1", "18446744073709551615", "IN", "IP4", "h");
        assertThat(origin.next().version()).isEqualTo("18446744073709551616");
        assertThat(new SdpOrigin("a", "1", "x", "IN", "IP4", "h").next().version())
                .isEqualTo("1");
    }

    @Test
    void a_copy_with_another_origin_is_another_version() {
        Sdp sdp = audio("sendrecv");
        Sdp next = sdp.withOrigin(sdp.origin().next());
        assertThat(next.isSameVersionAs(sdp)).isFalse();
        assertThat(next).hasToString(sdp.toString().replace("o=a 1 1", "o=a 1 2"));
        assertThat(sdp.withDirection(SdpDirection.INACTIVE).isSameVersionAs(sdp))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hello",
                "v=0\r\n",
                "v=0\r\no=too short\r\n",
                "v=0\r\no=a 1 1 IN IP4 h\r\nm=audio\r\n",
                "v=0\r\no=a 1 1 IN IP4 h\r\nm=audio 65536 RTP/AVP 0\r\n",
                "v=0\r\no=a 1 1 IN IP4 h\r\nm=audio x RTP/AVP 0\r\n"
            })
    void what_is_no_description_is_said_to_be_none(String text) {
        assertThat(Sdp.read(text)).isNull();
        assertThat(Sdp.edit(text, Sdp::held)).isEqualTo(text);
        assertThatThrownBy(() -> Sdp.parse(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected");
    }
}
