// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.srf.sip.SipMessage;
import io.srf.sip.SipParser;
import io.srf.time.VirtualTimers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class MaskingTest {
    private static final List<String> SECRETS = List.of(
            "alice",
            "Alice",
            "Wonder",
            "4930123456",
            "bob",
            "Bobby",
            "carol",
            "s3cr3t",
            "0815123456",
            "dave",
            "WnD7c1ksDGs",
            "ra9eFhQ2",
            "9zP4ice",
            "AB:CD:EF",
            "deadbeef",
            "cafebabe",
            "eyJhbGciOi",
            "Lucy in the sky",
            "QWxhZGRpbjpvcGVu");

    private static final String SDP = """
            v=0
            o=alice 1 1 IN IP4 10.1.2.3
            s=Lucy in the sky
            c=IN IP4 10.1.2.3
            t=0 0
            m=audio 4000 RTP/SAVP 0
            a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:WnD7c1ksDGs+28|2^20|1:4
            a=ice-ufrag:9zP4ice
            a=ice-pwd:ra9eFhQ2
            a=fingerprint:sha-256 AB:CD:EF
            a=candidate:1 1 UDP 1 10.1.2.3 4000 typ host
            """.replace("\n", "\r\n");

    private static final String INVITE = """
            INVITE sip:+4930123456@example.com;user=phone SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bKone
            From: "Alice Wonder" <sip:alice:s3cr3t@example.com>;tag=t1
            To: Bobby <sip:bob@example.com>
            Call-ID: abc@192.0.2.1
            CSeq: 1 INVITE
            Max-Forwards: 70
            Contact: <sip:alice@192.0.2.1:5060>
            P-Asserted-Identity: <tel:+4930123456>, "Alice" <sip:alice@example.com>
            History-Info: <sip:carol@example.com?Reason=SIP%3Bcause%3D302>;index=1
            Refer-To: <sip:dave@example.com?Replaces=x&Referred-By=sip%3Abob%40example.com>
            X-Caller: number 0815123456, user bob
            Diversion: <sip:0815123456@example.com>;reason=no-answer
            Authorization: Digest username="alice", realm="example.com", nonce="cafebabe", uri="sip:bob@example.com", response="deadbeef", qop=auth, nc=00000001
            Proxy-Authorization: Basic QWxhZGRpbjpvcGVu
            Identity: eyJhbGciOi.4930123456.sig;info=<https://example.com/cert>
            Content-Type: application/sdp
            Content-Length: LENGTH

            """.replace("\n", "\r\n");

    private static byte[] invite() {
        return (INVITE.replace("LENGTH", String.valueOf(SDP.length())) + SDP).getBytes(StandardCharsets.UTF_8);
    }

    private static RecordedCall call() {
        FlightRecorder recorder = new FlightRecorder(RecorderLimits.DEFAULT, new VirtualTimers());
        recorder.record("abc", new FlightEvent.Message(FlightEvent.Direction.IN, "udp", Flights.ALICE, invite()));
        recorder.record("abc", new FlightEvent.Decided("createB2BUA", "sip:carol@carrier.example"));
        recorder.record("abc", new FlightEvent.Failed("handler", "no route to 0815123456 for alice"));
        recorder.record("abc", new FlightEvent.Message(FlightEvent.Direction.OUT, "udp", Flights.BOB, invite()));
        RecordedCall call = recorder.call("abc");
        assertThat(call).isNotNull();
        return call;
    }

    private static SipMessage first(RecordedCall call) {
        return SipParser.parse(((FlightEvent.Message) call.events().getFirst().event()).bytes());
    }

    @Test
    void no_secret_is_left_in_the_export() {
        String export = CallFile.write(Masking.secrets().mask(call()));

        assertThat(CallFile.write(call())).contains(SECRETS);
        assertThat(SECRETS).allSatisfy(secret -> assertThat(export).doesNotContainIgnoringCase(secret));
    }

    @Test
    void what_belongs_together_still_does() {
        SipMessage masked = first(Masking.secrets().mask(call()));

        assertThat(masked.callId()).isEqualTo("abc@192.0.2.1");
        assertThat(masked.topVia().branch()).isEqualTo("z9hG4bKone");
        assertThat(masked.from().tag()).isEqualTo("t1");
        assertThat(masked.bodyLength()).isEqualTo(masked.bodyText().length());
        assertThat(masked.startLine()).matches("INVITE sip:\\+\\d{10}@example.com;user=phone SIP/2.0");
        String alice = String.valueOf(masked.from().uri()).replaceAll("sip:(\\w+)[:@].*", "$1");
        assertThat(String.valueOf(masked.contact())).contains("sip:" + alice + "@192.0.2.1:5060");
        assertThat(masked.header("Authorization"))
                .contains("username=\"" + alice + '"', "realm=\"example.com\"", "nc=00000001");
        assertThat(masked.bodyText())
                .contains("o=" + alice + " 1 1 IN IP4 10.1.2.3")
                .contains("a=crypto:1 AES_CM_128_HMAC_SHA1_80 inline:masked");
    }

    @Test
    void the_same_secret_has_the_same_mask_all_through_the_call() {
        RecordedCall masked = Masking.secrets().mask(call());
        FlightEvent.Message in =
                (FlightEvent.Message) masked.events().getFirst().event();
        FlightEvent.Message out =
                (FlightEvent.Message) masked.events().getLast().event();

        assertThat(in.bytes()).isEqualTo(out.bytes());
        String carol = masked.events().get(1).event().text().replaceAll(".*sip:(\\w+)@.*", "$1");
        assertThat(new String(in.bytes(), StandardCharsets.UTF_8)).contains("<sip:" + carol + "@example.com?");
    }

    @Test
    void media_addresses_are_masked_if_wanted() {
        String sdp = first(Masking.secrets().andMediaAddresses().mask(call())).bodyText();

        assertThat(sdp).doesNotContain("10.1.2.3").contains("c=IN IP4 host1", "candidate:1 1 UDP 1 host1 4000");
    }

    @Test
    void other_headers_are_masked_if_wanted() {
        SipMessage masked = first(Masking.secrets().andHeaders("X-Caller").mask(call()));

        assertThat(masked.header("X-Caller")).startsWith("masked");
    }

    @Test
    void a_user_whose_name_is_a_word_of_the_protocol_is_masked_as_a_user_only() {
        FlightRecorder recorder = new FlightRecorder(RecorderLimits.DEFAULT, new VirtualTimers());
        byte[] bytes = new String(invite(), StandardCharsets.UTF_8)
                .replace("sip:bob@", "sip:udp@")
                .replace("sip:carol@", "sip:100@")
                .getBytes(StandardCharsets.UTF_8);
        recorder.record("abc", new FlightEvent.Message(FlightEvent.Direction.IN, "udp", Flights.ALICE, bytes));
        RecordedCall call = recorder.call("abc");
        assertThat(call).isNotNull();

        SipMessage masked = first(Masking.secrets().mask(call));
        assertThat(masked.topVia().transport()).isEqualTo("UDP");
        assertThat(String.valueOf(masked.to().uri())).isEqualTo("sip:user2@example.com");
        assertThat(masked.header("History-Info")).startsWith("<sip:002@").contains("cause%3D302");
    }

    @Test
    void what_cannot_be_parsed_is_masked_too() {
        FlightRecorder recorder = new FlightRecorder(RecorderLimits.DEFAULT, new VirtualTimers());
        byte[] bytes = "INVITE sip:alice@example.com\r\nFrom bad <sip:bob@x>".getBytes(StandardCharsets.UTF_8);
        recorder.record("abc", new FlightEvent.Message(FlightEvent.Direction.IN, "udp", Flights.ALICE, bytes));
        RecordedCall call = recorder.call("abc");
        assertThat(call).isNotNull();

        assertThat(CallFile.write(Masking.secrets().mask(call))).doesNotContain("alice", "bob");
    }

    @Test
    void a_message_made_to_be_hard_to_search_is_masked_in_time() {
        String far = "x".repeat(60_000);
        for (String part : new String[] {
            "sip:" + far, "\"" + far, "sip:".repeat(15_000), "\\a".repeat(30_000), ",a ".repeat(20_000)
        }) {
            byte[] bytes =
                    ("INVITE sip:a@b SIP/2.0\r\nFrom: \"" + part + "\r\n\r\n" + part).getBytes(StandardCharsets.UTF_8);
            FlightRecorder recorder = new FlightRecorder(RecorderLimits.DEFAULT, new VirtualTimers());
            recorder.record("abc", new FlightEvent.Message(FlightEvent.Direction.IN, "udp", Flights.ALICE, bytes));
            RecordedCall call = recorder.call("abc");
            assertThat(call).isNotNull();

            assertTimeoutPreemptively(
                    Duration.ofSeconds(20), () -> Masking.secrets().mask(call));
        }
    }
}
