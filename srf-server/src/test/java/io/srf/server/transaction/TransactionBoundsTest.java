// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.srf.log.LogLimiter;
import io.srf.sip.HeaderName;
import io.srf.sip.SipParseException;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class TransactionBoundsTest extends LayerFixture {
    private static final String VIA = "SIP/2.0/UDP 198.51.100.7:5071;branch=z9hG4bKx";

    private void allow(int transactions) {
        layer = layer(new TransactionSettings(TimerValues.DEFAULT, transactions, 9));
    }

    @Test
    void a_request_too_many_gets_503_with_Retry_After_each_time_the_same_and_no_transaction() {
        allow(1);
        receiveInvite();
        udp.take();
        SipRequest second = Messages.request("OPTIONS", "z9hG4bKsecond");
        layer.received(second, udp);
        layer.received(second, udp);
        assertThat(udp.log()).containsExactly("0 503 OPTIONS", "0 503 OPTIONS");
        assertThat(udp.lastResponse().header(HeaderName.RETRY_AFTER)).isEqualTo("9");
        assertThat(udp.lastResponse().to().tag()).isNotNull();
        assertThat(udp.sent().get(0).message()).isEqualTo(udp.sent().get(1).message());
        assertThat(layer.counters().refused()).isEqualTo(2);
        assertThat(user.take()).containsExactly("request INVITE");
        answer(user.lastRequest(), 486);
    }

    @Test
    void what_belongs_to_a_transaction_is_served_however_many_there_are() {
        allow(1);
        SipRequest invite = receiveInvite();
        layer.received(invite, udp);
        layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
        layer.received(Messages.request("ACK", "z9hG4bKother"), udp);
        SipResponse terminated = answer(user.lastRequest(), 487);
        layer.received(Messages.ackOfFailure(invite, terminated), udp);
        assertThat(udp.take()).containsExactly("100 INVITE", "100 INVITE", "200 CANCEL", "487 INVITE");
        assertThat(user.take()).containsExactly("request INVITE", "cancel", "ack");
    }

    @Test
    void a_BYE_is_sent_however_many_there_are() {
        allow(1);
        ClientTransaction invite = layer.send(Messages.outgoing("INVITE"), udp, user);
        ClientTransaction bye = layer.send(Messages.outgoing("BYE"), udp, user);
        assertThat(udp.take()).containsExactly("INVITE", "BYE");
        receiveResponse(bye, 200, "carol");
        receiveResponse(invite, 486, "carol");
        udp.take();
        user.take();
    }

    @Test
    void a_request_too_many_is_not_sent() {
        allow(1);
        ClientTransaction invite = layer.send(Messages.outgoing("INVITE"), udp, user);
        assertThatThrownBy(() -> layer.send(Messages.outgoing("OPTIONS"), udp, user))
                .isInstanceOf(TransactionsExhaustedException.class)
                .hasMessage("too many transactions, expected: ≤ 1");
        receiveResponse(invite, 180, "carol");
        invite.cancel(List.of());
        assertThat(udp.take()).containsExactly("INVITE", "CANCEL");
    }

    @Test
    void there_is_room_again_when_a_transaction_ends() {
        allow(1);
        layer.received(Messages.request("OPTIONS", "z9hG4bKfirst"), udp);
        answer(user.lastRequest(), 200);
        loop.advance(32_000);
        layer.received(Messages.request("OPTIONS", "z9hG4bKsecond"), udp);
        answer(user.lastRequest(), 200);
        assertThat(udp.take()).containsExactly("200 OPTIONS", "200 OPTIONS");
    }

    @Test
    void a_request_with_an_unreadable_header_gets_400_that_says_what_was_wrong() {
        layer.received(
                Messages.parse("OPTIONS sip:bob@192.0.2.1 SIP/2.0\r\nVia: " + VIA
                        + "\r\nFrom: <sip:alice@example.com>;tag=a\r\nTo: <sip:bob@example.com>\r\n"
                        + "Call-ID: c\r\nCSeq: many OPTIONS\r\n\r\n"),
                udp);
        SipResponse refused = udp.lastResponse();
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.reason()).contains("CSeq");
        assertThat(refused.to().tag()).isNotNull();
        assertThat(user.log()).isEmpty();
        assertThat(layer.counters().malformed()).isEqualTo(1);
    }

    @Test
    void a_request_whose_CSeq_names_another_method_gets_400() {
        layer.received(
                Messages.request("OPTIONS", "z9hG4bKx").toBuilder()
                        .set(HeaderName.CSEQ, "7 INVITE")
                        .build(),
                udp);
        assertThat(udp.lastResponse().startLine()).isEqualTo("SIP/2.0 400 CSeq: names INVITE, expected OPTIONS");
    }

    @Test
    void a_request_without_a_Via_and_a_malformed_ACK_or_response_are_dropped() {
        SipRequest request = Messages.request("OPTIONS", "z9hG4bKx");
        layer.received(request.toBuilder().remove(HeaderName.VIA).build(), udp);
        layer.received(
                Messages.request("ACK", "z9hG4bKx").toBuilder()
                        .remove(HeaderName.CSEQ)
                        .build(),
                udp);
        layer.received(request.response(200, null).remove(HeaderName.CALL_ID).build(), udp);
        layer.received(request.response(200, null).remove(HeaderName.CSEQ).build(), udp);
        assertThat(udp.sent()).isEmpty();
        assertThat(user.log()).isEmpty();
        assertThat(layer.counters().malformed()).isEqualTo(4);
    }

    @Test
    void a_user_who_cannot_read_an_ACK_counts_as_a_malformed_message_and_is_no_error() {
        user.onAck = ack -> ack.maxForwards();

        List<ILoggingEvent> errors = errorsWhile(() -> layer.received(
                Messages.request("ACK", "z9hG4bKx").toBuilder()
                        .set(HeaderName.MAX_FORWARDS, "x")
                        .build(),
                udp));

        assertThat(errors).isEmpty();
        assertThat(layer.counters().malformed()).isEqualTo(1);
    }

    @Test
    void a_user_who_fails_again_and_again_gets_one_line_of_the_log() {
        user.onAck = ack -> {
            throw new IllegalStateException("a bug of the user, as this test wants it");
        };

        List<ILoggingEvent> errors = errorsWhile(() -> {
            for (int i = 0; i < 100; i++) {
                layer.received(Messages.request("ACK", "z9hG4bK" + i), udp);
            }
            loop.advance(LogLimiter.INTERVAL.toMillis());
            layer.received(Messages.request("ACK", "z9hG4bKlast"), udp);
        });

        assertThat(errors)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "call-1: transaction user failed",
                        "call-1: transaction user failed (99 more since the last such line)");
    }

    private static List<ILoggingEvent> errorsWhile(Runnable action) {
        Logger log = (Logger) LoggerFactory.getLogger(TransactionLayer.class);
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        log.addAppender(lines);
        action.run();
        log.detachAppender(lines);
        return lines.list.stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .toList();
    }

    @Test
    void a_user_who_fails_gives_the_caller_a_500() {
        user.onRequest = transaction -> {
            throw new IllegalStateException("a bug of the user, as this test wants it");
        };
        receiveInvite();
        assertThat(udp.take()).containsExactly("500 INVITE");
    }

    @Test
    void a_user_who_finds_a_header_unreadable_gives_the_caller_what_the_error_suggests() {
        user.onRequest = transaction -> {
            throw new SipParseException(SipParseException.Layer.HEADER, "Contact", 3, 420, "bad\r\nContact");
        };
        receiveInvite();
        assertThat(udp.lastResponse().status()).isEqualTo(420);
        assertThat(udp.lastResponse().reason()).isEqualTo("Contact at 3: bad??Contact");
    }

    @Test
    void a_user_who_fails_in_another_place_harms_nobody() {
        user.onCancel = transaction -> {
            throw new IllegalStateException("a bug of the user, as this test wants it");
        };
        user.onResponse = (transaction, response) -> {
            throw new IllegalStateException("a bug of the user, as this test wants it");
        };
        receiveInvite();
        layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
        ClientTransaction sent = layer.send(Messages.outgoing("INVITE"), tcp, user);
        receiveResponse(sent, 486, "carol");
        assertThat(user.take()).containsExactly("request INVITE", "cancel", "response 486", "client terminated");
        answer(user.lastRequest(), 487);
    }

    @Test
    void closing_ends_everything_at_once_and_silently() {
        receiveInvite();
        user.lastRequest()
                .respondUntilAcknowledged(
                        user.lastRequest().request().response(183, null).build());
        ClientTransaction sent = layer.send(Messages.outgoing("INVITE"), udp, user);
        receiveResponse(sent, 180, "carol");
        sent.cancel(List.of());
        udp.take();
        layer.close();
        assertThat(layer.isEmpty()).isTrue();
        assertThat(loop.timersWaiting()).isZero();
        assertThat(udp.sent()).isEmpty();
        assertThat(user.take())
                .containsExactlyInAnyOrder("request INVITE", "response 180", "server terminated", "client terminated");
    }

    @Test
    void what_happened_is_counted() {
        receiveInvite();
        layer.received(Messages.request("OPTIONS", "z9hG4bKoptions"), udp);
        answer(user.lastRequest(), 200);
        layer.send(Messages.outgoing("INVITE"), udp, user);
        layer.send(Messages.outgoing("OPTIONS"), udp, user);
        assertThat(layer.counters().active()).isEqualTo(new TransactionCounters.Kinds(1, 1, 1, 1));
        loop.advance(QUIESCENCE);
        TransactionCounters counters = layer.counters();
        assertThat(counters.active().total()).isZero();
        assertThat(counters.created().total()).isEqualTo(4);
        assertThat(counters.timeouts())
                .as("two clients, the INVITE's answer and its ACK")
                .isEqualTo(4);
    }

    @Test
    void settings_are_checked() {
        assertThatThrownBy(() -> new TransactionSettings(TimerValues.DEFAULT, 0, 1))
                .hasMessage("maxTransactions is 0, expected: ≥ 1");
        assertThatThrownBy(() -> new TransactionSettings(TimerValues.DEFAULT, 1, -1))
                .hasMessage("retryAfterSeconds is -1, expected: ≥ 0");
        assertThatThrownBy(() -> new TimerValues(500, 400, 1, 1, 1, 1))
                .hasMessage("T2 is 400 ms, expected: ≥ T1, which is 500 ms");
        assertThatThrownBy(() -> new TimerValues(0, 400, 1, 1, 1, 1)).hasMessage("T1 is 0 ms, expected: ≥ 1");
    }
}
