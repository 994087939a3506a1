// SPDX-License-Identifier: Apache-2.0
package io.srf.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.srf.sip.SipLimits;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.WireException.Damage;
import java.nio.charset.StandardCharsets;
import java.time.LocalTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireCodecTest {
    private static final WireCodec<ClientMessage, ServerMessage> ENGINE = WireCodec.ofEngine(SipLimits.DEFAULT);
    private static final WireCodec<ServerMessage, ClientMessage> APPLICATION =
            WireCodec.ofApplication(SipLimits.DEFAULT);
    private static final LocalTime TIME = LocalTime.of(18, 2, 49, 715_381_000);
    private static final Origin NETWORK = new Origin(Origin.Source.NETWORK, 612, "udp", "10.1.1.5", 5060, TIME);
    private static final Origin SENT = new Origin(Origin.Source.APPLICATION, 640, "tcp", "10.1.1.5", 5060, TIME);
    private static final SipRequest BYE =
            SipRequest.builder("BYE", "sip:placeholder").build();
    private static final SipResponse RINGING = SipResponse.builder(180, null).build();

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static ClientMessage fromApplication(String payload) {
        return ENGINE.decode(utf8(payload));
    }

    private static ServerMessage fromEngine(String payload) {
        return APPLICATION.decode(utf8(payload));
    }

    private static WireException refused(String payload) {
        return catchThrowableOfType(WireException.class, () -> fromApplication(payload));
    }

    /** What an application says is written as expected and read as it was. */
    private static void passes(ClientMessage message, String payload) {
        assertThat(new String(APPLICATION.encode(message).toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(payload);
        assertThat(fromApplication(payload)).isEqualTo(message);
    }

    /** What an engine says is written as expected and read as it was. */
    private static void passes(ServerMessage message, String payload) {
        assertThat(new String(ENGINE.encode(message).toBytes(), StandardCharsets.UTF_8))
                .isEqualTo(payload);
        assertThat(fromEngine(payload)).isEqualTo(message);
    }

    @Test
    void an_authentication_has_tags_an_empty_token_or_none() {
        passes(new ClientMessage.Authenticate("a", "cymru", List.of("red", "blue")), "a|authenticate|cymru|red,blue");
        passes(new ClientMessage.Authenticate("a", "cymru", List.of()), "a|authenticate|cymru|");
        passes(new ClientMessage.Authenticate("a", "cymru", null), "a|authenticate|cymru");
    }

    @Test
    void an_authentication_may_say_which_node_of_which_application_it_is() {
        AppNode node = new AppNode("front-desk", "desk-1-x7");
        passes(
                new ClientMessage.Authenticate("a", "cymru", List.of("red"), node),
                "a|authenticate|cymru|red|front-desk|desk-1-x7");
        passes(
                new ClientMessage.Authenticate("a", "cymru", List.of(), node),
                "a|authenticate|cymru||front-desk|desk-1-x7");
    }

    @Test
    void a_claim_names_dialog_and_fence_and_may_say_how_the_dialog_stands() {
        passes(new ClientMessage.Claim("a", "c1;from-tag=t1", 2, null), "a|claim|c1;from-tag=t1|2|0");
        SipRequest next = (SipRequest) SipParser.parse("""
                OPTIONS sip:bob@192.0.2.7 SIP/2.0
                Route: <sip:edge.example;lr>
                From: <sip:us@example.com>;tag=t2
                To: <sip:bob@example.com>;tag=t1
                Call-ID: c1
                CSeq: 101 OPTIONS

                """.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        passes(
                new ClientMessage.Claim("a", "c1;from-tag=t1", 3, new ClientMessage.Standing(next, -1)),
                "a|claim|c1;from-tag=t1|3|0\r\n" + new String(next.encoded(), StandardCharsets.UTF_8));
    }

    @Test
    void who_lets_go_of_a_dialog_claims_it_under_no_fence() {
        passes(new ClientMessage.Release("a", "c1;from-tag=t1"), "a|claim|c1;from-tag=t1|0|0");
    }

    @Test
    void tokens_that_a_later_protocol_may_add_are_passed_over() {
        assertThat(fromApplication("a|authenticate|cymru|red|front-desk|desk-1|x"))
                .isEqualTo(new ClientMessage.Authenticate(
                        "a", "cymru", List.of("red"), new AppNode("front-desk", "desk-1")));
    }

    @Test
    void a_control_character_in_a_token_is_refused() {
        WireException refusal = refused("a|route|in\u0005vite");
        assertThat(refusal.damage()).isEqualTo(Damage.FORMAT);
        assertThat(refusal).hasMessageContaining("control character in the tokens, at byte 10");
    }

    @Test
    void pings_and_routes_are_one_line() {
        passes(new ClientMessage.Ping("a"), "a|ping");
        passes(new ClientMessage.Route("a", "cdr:attempt"), "a|route|cdr:attempt");
        passes(new ClientMessage.RemoveRoute("a", "invite"), "a|remove_route|invite");
    }

    @Test
    void a_message_to_send_names_a_transaction_a_dialog_a_next_hop_or_nothing() {
        String bye = "\r\n" + BYE;
        passes(new ClientMessage.Send("a", "tx", null, null, RINGING), "a|sip|tx|\r\n" + RINGING);
        passes(new ClientMessage.Send("a", null, "c@h;from-tag=9", null, BYE), "a|sip||c@h;from-tag=9" + bye);
        passes(new ClientMessage.Send("a", null, null, null, BYE), "a|sip||" + bye);
        passes(new ClientMessage.Send("a", null, null, "sip:proxy:5070", BYE), "a|sip|||sip:proxy:5070" + bye);
    }

    @Test
    void proxy_options_are_words() {
        SipRequest invite = SipRequest.builder("INVITE", "sip:bob@h").build();
        passes(
                new ClientMessage.Proxy(
                        "a",
                        "tx",
                        new ProxyOptions(true, true, true, true, "1s", "10s"),
                        List.of("sip:one", "sip:two"),
                        invite),
                "a|proxy|tx|remainInDialog|fullResponse|followRedirects|simultaneous|1s|10s|sip:one|sip:two\r\n"
                        + invite);
        passes(
                new ClientMessage.Proxy(
                        "a", "tx", new ProxyOptions(false, false, false, false, "", ""), List.of("sip:one"), invite),
                "a|proxy|tx||||serial|||sip:one\r\n" + invite);
    }

    @Test
    void what_is_not_known_keeps_its_type() {
        passes(new ClientMessage.Unknown("a", "frobnicate"), "a|frobnicate");
    }

    @Test
    void an_incoming_request_says_where_it_came_in() {
        passes(
                new ServerMessage.Incoming(
                        "a", NETWORK, "tx", null, new ServerMessage.ReceivedOn("10.0.0.2", 5080), BYE),
                "a|sip|network|612|udp|10.1.1.5|5060|18:02:49.715381|tx||10.0.0.2|5080|\r\n" + BYE);
    }

    @Test
    void what_comes_inside_a_dialog_names_it() {
        passes(
                new ServerMessage.Incoming("a", NETWORK, "tx", "dlg", null, RINGING),
                "a|sip|network|612|udp|10.1.1.5|5060|18:02:49.715381|tx|dlg|\r\n" + RINGING);
        passes(
                new ServerMessage.Incoming("a", SENT, ServerMessage.UNSOLICITED, "dlg", null, BYE),
                "a|sip|application|640|tcp|10.1.1.5|5060|18:02:49.715381|unsolicited|dlg|\r\n" + BYE);
    }

    @Test
    void a_response_that_the_engine_made_itself_has_neither_address_nor_protocol() {
        passes(
                new ServerMessage.Incoming(
                        "a", new Origin(Origin.Source.NETWORK, 0, "", "", 0, TIME), "tx", null, null, RINGING),
                "a|sip|network|0|||0|18:02:49.715381|tx||\r\n" + RINGING);
    }

    @Test
    void a_session_token_is_passed_over() {
        assertThat(fromEngine("a|sip|network|612|udp|10.1.1.5|5060|18:02:49.715381|tx||10.0.0.2|5080|token\r\n" + BYE))
                .isEqualTo(new ServerMessage.Incoming(
                        "a", NETWORK, "tx", null, new ServerMessage.ReceivedOn("10.0.0.2", 5080), BYE));
    }

    @Test
    void a_reply_says_what_was_sent() {
        String origin = "application|640|tcp|10.1.1.5|5060|18:02:49.715381";
        passes(
                new Reply.Sent("r", "a", SENT, "tx", null, BYE),
                "r|response|a|OK|" + origin + "|tx|Msg sent:|\r\n" + BYE);
        passes(
                new Reply.Sent("r", "a", SENT, "tx", "dlg", RINGING),
                "r|response|a|OK|" + origin + "|tx|dlg||Msg sent:|\r\n" + RINGING);
        passes(
                new Reply.Sent("r", "a", SENT, "tx", null, RINGING),
                "r|response|a|OK|" + origin + "|tx|||Msg sent:|\r\n" + RINGING);
    }

    @Test
    void a_proxy_goes_on_until_it_is_done() {
        passes(
                new Reply.Proxied("r", "a", NETWORK, RINGING),
                "r|response|a|OK|network|612|udp|10.1.1.5|5060|18:02:49.715381|||continue\r\n" + RINGING);
        passes(new Reply.Ok("r", "a", "done"), "r|response|a|OK|done");
    }

    @Test
    void short_replies_are_one_line() {
        passes(new Reply.Ok("r", "a", null), "r|response|a|OK");
        passes(new Reply.Ok("r", "a", "pong"), "r|response|a|OK|pong");
        passes(
                new Reply.Authenticated("r", "a", "udp/h:1", "v0.9.4", "udp/l:1"),
                "r|response|a|OK|udp/h:1|v0.9.4|udp/l:1");
        passes(new Reply.Authenticated("r", "a", "udp/h:1", "v0.8.1", null), "r|response|a|OK|udp/h:1|v0.8.1");
        passes(new Reply.Refused("r", "a", true, "incorrect secret"), "r|response|a|NO|incorrect secret");
        passes(new Reply.Refused("r", "a", false, "bad: a|b"), "r|response|a|NOK|bad: a|b");
    }

    @Test
    void the_text_of_a_refusal_cannot_break_the_line() {
        assertThat(new String(
                        ENGINE.encode(new Reply.Refused("r", "a", false, "one\r\ntwo"))
                                .toBytes(),
                        StandardCharsets.UTF_8))
                .isEqualTo("r|response|a|NOK|one  two");
    }

    @Test
    void call_records_have_a_kind_and_sometimes_a_detail() {
        Origin.Source source = Origin.Source.APPLICATION;
        passes(
                new ServerMessage.Cdr("a", ServerMessage.Cdr.Kind.ATTEMPT, source, TIME, null, BYE),
                "a|cdr:attempt|application|18:02:49.715381\r\n" + BYE);
        passes(
                new ServerMessage.Cdr("a", ServerMessage.Cdr.Kind.STOP, source, TIME, "normal-release", BYE),
                "a|cdr:stop|application|18:02:49.715381|normal-release\r\n" + BYE);
    }

    @Test
    void the_body_is_the_rest_of_the_frame_whatever_content_length_says() {
        ClientMessage.Send send = (ClientMessage.Send)
                fromApplication("a|sip|tx|\r\nSIP/2.0 200 OK\r\nContent-Length: 1\r\n\r\nv=0\r\nüé");
        assertThat(send.message().bodyText()).isEqualTo("v=0\r\nüé");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "abc; 1 tokens, expected: ≥ 2; abc",
                "abc|authenticate; 2 tokens, expected: ≥ 3; abc",
                "abc|route; 2 tokens, expected: ≥ 3; abc",
                "abc|sip|tx; 3 tokens, expected: ≥ 4; abc",
                "abc|sip|tx|; expected a SIP message after the tokens; abc",
                "abc|proxy|tx|; 4 tokens, expected: ≥ 10; abc",
                "abc|proxy|tx|yes|||serial|||sip:x; token 3 is \"yes\", expected \"remainInDialog\" or \"\"; abc",
                "abc|proxy|tx||||both|||sip:x; token 6 is \"both\", expected \"simultaneous\" or \"serial\"; abc",
                "|ping; the message id is empty or holds control characters;",
            })
    void a_frame_that_is_no_message_says_why_and_whom_to_answer(String payload, String problem, String id) {
        WireException e = refused(payload);
        assertThat(e).hasMessage(problem);
        assertThat(e.damage()).isEqualTo(Damage.FORMAT);
        assertThat(e.messageId()).isEqualTo(id);
    }

    @Test
    void control_characters_in_the_id_are_never_sent_back() {
        assertThat(refused("a\nb|ping").messageId()).isNull();
        assertThat(refused("a\rb|ping")).hasMessage("expected CR and LF together after the tokens");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "SIP/2.0 20 OK\r\n\r\n", "BYE sip:x SIP/2.0\r\nno colon\r\n\r\n"})
    void a_bad_sip_message_costs_that_message_only(String message) {
        WireException e = refused("abc|sip||\r\n" + message);
        assertThat(e.damage()).isEqualTo(Damage.SIP);
        assertThat(e.messageId()).isEqualTo("abc");
        assertThat(e).hasMessageStartingWith("cannot read the SIP message: ");
    }

    @Test
    void a_start_line_that_cannot_be_read_is_quoted() {
        WireException e = refused("abc|sip||\r\nOPTIONS garbage SIP/2.0\r\n\r\n");
        assertThat(e.damage()).isEqualTo(Damage.SIP);
        assertThat(e).hasMessageStartingWith("invalid request-uri: OPTIONS garbage SIP/2.0: ");
    }

    @Test
    void a_proxied_message_gives_headers_and_so_is_a_request() {
        assertThat(refused("abc|proxy|tx||||serial|||sip:x\r\nSIP/2.0 200 OK\r\n\r\n"))
                .hasMessage("expected a request to take headers from, found a response");
    }

    @Test
    void a_line_of_tokens_has_a_bound() {
        assertThat(refused("a|route|" + "x".repeat(Leader.MAX_BYTES)))
                .hasMessage("a line of tokens of 16392 bytes, expected: ≤ 16384");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a|hello; unknown type of message \"hello\"",
                "a|cdr:pause|network|18:02:49; unknown type of message \"cdr:pause\"",
                "a|response|b|MAYBE; token 3 is \"MAYBE\", expected OK, NOK or NO",
                "a|response|b; 3 tokens, expected: ≥ 4",
                "a|sip|network; 3 tokens, expected: ≥ 10",
                "a|sip|moon|1|udp|h|1|18:02:49.1|tx|; token 2 is \"moon\", expected network or application",
                "a|sip|network|-1|udp|h|1|18:02:49.1|tx|; token 3 is \"-1\", expected a number from 0 to 2147483647",
                "a|sip|network|1|udp|h|65536|18:02:49.1|tx|; token 6 is \"65536\", expected a number from 0 to 65535",
                "a|sip|network|1|udp|h||18:02:49.1|tx|; token 6 is \"\", expected a number from 0 to 65535",
                "a|sip|network|1|udp|h|1|noon|tx|; token 7 is \"noon\", expected a time as HH:MM:SS.uuuuuu",
                "a|sip|network|1|udp|h|1|18:02:49.1|tx|; expected a SIP message after the tokens",
            })
    void what_an_engine_must_not_say_is_named(String payload, String problem) {
        assertThatThrownBy(() -> fromEngine(payload))
                .isInstanceOf(WireException.class)
                .hasMessage(problem);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a|b", "a\r\nb", "a\u0000b"})
    void a_token_that_would_break_the_protocol_is_not_written(String token) {
        assertThatThrownBy(() -> APPLICATION.encode(new ClientMessage.Send("a", null, token, null, BYE)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("a token of the protocol must not contain | or control characters");
    }

    @ParameterizedTest
    @CsvSource({
        "00:00:00, 00:00:00.000000",
        "23:59:59.999999, 23:59:59.999999",
        "18:02:49.7, 18:02:49.700000",
        "18:02:49.715381123, 18:02:49.715381",
        "05:07:09.000001, 05:07:09.000001",
    })
    void a_time_is_read_with_any_fraction_and_written_with_six_digits(String read, String written) {
        byte[] bytes = utf8(read);
        StringBuilder out = new StringBuilder();
        WireTime.append(out, WireTime.parse(bytes, 0, bytes.length));
        assertThat(out).hasToString(written);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "24:00:00",
                "12:60:00",
                "12:00:60",
                "1:00:00",
                "12:00:00.",
                "12:00:00.0000000000",
                "12-00:00",
                "12:00:0x",
                "12:00:00,1"
            })
    void what_is_no_time_is_not_read_as_one(String text) {
        byte[] bytes = utf8(text);
        assertThat(WireTime.parse(bytes, 0, bytes.length)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "v0.9.4-srf-1.0.0, true, true",
        "v0.9.10-1-g9c2dd4cb6a, false, true",
        "v0.8.2, false, true",
        "v0.8.1-rc1, false, false",
        "v0.7.9, false, false",
        "v1.0.0, false, true",
        "'', false, true"
    })
    void a_version_tells_what_an_engine_can_do(String text, boolean srf, boolean pings) {
        EngineVersion version = new EngineVersion(text);
        assertThat(version.isSrf()).isEqualTo(srf);
        assertThat(version.answersPings()).isEqualTo(pings);
    }
}
