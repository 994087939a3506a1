// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.SipMessage;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CancelTest {
    @Nested
    class Of_an_INVITE_that_was_sent extends LayerFixture {
        private ClientTransaction invite() {
            return layer.send(Messages.outgoing("INVITE"), udp, user);
        }

        @Test
        void after_a_provisional_response_the_CANCEL_is_sent_at_once() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            loop.advance(300);
            SipRequest cancel = transaction.cancel(List.of());
            assertThat(udp.log()).containsExactly("0 INVITE", "300 CANCEL");
            assertThat(udp.lastRequest()).isEqualTo(cancel);
            cancelAnswered(transaction, 487);
        }

        @Test
        void before_a_provisional_response_the_CANCEL_is_held_until_one_comes() {
            ClientTransaction transaction = invite();
            SipRequest cancel = transaction.cancel(List.of());
            loop.advance(400);
            assertThat(udp.log()).containsExactly("0 INVITE");
            assertThat(transaction.isCancelled()).isTrue();
            receiveResponse(transaction, 100, "carol");
            assertThat(udp.log()).containsExactly("0 INVITE", "400 CANCEL");
            assertThat(udp.lastRequest()).isEqualTo(cancel);
            cancelAnswered(transaction, 487);
        }

        @Test
        void a_user_may_cancel_while_it_is_told_of_the_provisional_response() {
            user.onResponse = (transaction, response) -> {
                if (response.isProvisional()) {
                    transaction.cancel(List.of());
                }
            };
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            assertThat(udp.take()).containsExactly("INVITE", "CANCEL");
            cancelAnswered(transaction, 487);
        }

        @Test
        void the_CANCEL_is_made_from_the_INVITE() {
            SipRequest request = Messages.outgoing("INVITE").toBuilder()
                    .add(HeaderName.ROUTE, "<sip:proxy.example.com;lr>")
                    .add(HeaderName.REQUIRE, "100rel")
                    .build();
            ClientTransaction transaction = layer.send(request, udp, user);
            receiveResponse(transaction, 180, "carol");
            transaction.cancel(List.of(Header.of(HeaderName.REASON, "SIP;cause=200")));
            assertThat(udp.lastRequest().toString())
                    .isEqualTo("CANCEL sip:carol@198.51.100.7:5071 SIP/2.0\r\n"
                            + "Via: " + transaction.request().topVia() + "\r\n"
                            + "Max-Forwards: 70\r\n"
                            + "Route: <sip:proxy.example.com;lr>\r\n"
                            + "From: <sip:bob@example.com>;tag=bob\r\n"
                            + "To: <sip:carol@example.com>\r\n"
                            + "Call-ID: call-2\r\n"
                            + "CSeq: 3 CANCEL\r\n"
                            + "Reason: SIP;cause=200\r\n"
                            + "Content-Length: 0\r\n\r\n");
        }

        @Test
        void a_header_that_the_CANCEL_takes_from_the_INVITE_is_refused() {
            ClientTransaction transaction = invite();
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> transaction.cancel(List.of(Header.of(HeaderName.CSEQ, "9 CANCEL"))))
                    .withMessage("a CANCEL takes its CSeq from the INVITE, expected: others like Reason");
            assertThat(transaction.isCancelled()).isFalse();
        }

        @Test
        void cancelling_twice_sends_one_CANCEL() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            SipRequest cancel = transaction.cancel(List.of());
            assertThat(transaction.cancel(List.of())).isSameAs(cancel);
            assertThat(udp.take()).containsExactly("INVITE", "CANCEL");
            cancelAnswered(transaction, 487);
        }

        @Test
        void after_a_final_response_the_caller_is_told_that_it_is_too_late() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 200, "carol");
            assertThat(transaction.cancel(List.of())).isNull();
            assertThat(transaction.isCancelled()).isFalse();
            assertThat(udp.take()).containsExactly("INVITE");
        }

        @Test
        void a_200_that_comes_before_any_provisional_response_is_delivered_and_no_CANCEL_sent() {
            ClientTransaction transaction = invite();
            transaction.cancel(List.of());
            receiveResponse(transaction, 200, "carol");
            assertThat(user.take()).containsExactly("response 200");
            assertThat(udp.take()).containsExactly("INVITE");
            assertThat(transaction.isCancelled()).isTrue();
        }

        @Test
        void a_487_that_comes_before_any_provisional_response_is_delivered_and_no_CANCEL_sent() {
            ClientTransaction transaction = invite();
            transaction.cancel(List.of());
            receiveResponse(transaction, 487, "carol");
            assertThat(user.take()).containsExactly("response 487");
            assertThat(udp.take()).containsExactly("INVITE", "ACK");
        }

        @Test
        void a_200_that_crosses_the_CANCEL_goes_to_the_user() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            transaction.cancel(List.of());
            SipRequest cancel = udp.lastRequest();
            receiveResponse(transaction, 200, "carol");
            layer.received(Messages.response(cancel, 481, "carol"), udp);
            assertThat(user.take()).containsExactly("response 180", "response 200");
            loop.advance(32_000);
            assertThat(user.take()).containsExactly("client terminated");
        }

        @Test
        void a_487_that_comes_before_the_200_to_the_CANCEL_is_acknowledged_and_delivered() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            transaction.cancel(List.of());
            SipRequest cancel = udp.lastRequest();
            receiveResponse(transaction, 487, "carol");
            layer.received(Messages.response(cancel, 200, "carol"), udp);
            assertThat(udp.take()).containsExactly("INVITE", "CANCEL", "ACK");
            assertThat(user.take()).containsExactly("response 180", "response 487");
        }

        @Test
        void the_CANCEL_is_sent_again_as_any_request() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            transaction.cancel(List.of());
            loop.advance(4_000);
            assertThat(udp.times("CANCEL")).containsExactly(0L, 500L, 1_500L, 3_500L);
        }

        @Test
        void without_a_final_response_64_T1_after_the_CANCEL_the_INVITE_times_out() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            loop.advance(1_000);
            transaction.cancel(List.of());
            layer.received(Messages.response(udp.lastRequest(), 200, "carol"), udp);
            loop.advance(40_000);
            assertThat(user.log()).containsExactly("0 response 180", "33000 client timeout", "33000 client terminated");
        }

        @Test
        void an_INVITE_without_any_response_times_out_with_Timer_B_and_its_CANCEL_is_never_sent() {
            ClientTransaction transaction = invite();
            loop.advance(10_000);
            transaction.cancel(List.of());
            loop.advance(40_000);
            assertThat(user.log()).containsExactly("32000 client timeout", "32000 client terminated");
            assertThat(udp.times("CANCEL")).isEmpty();
        }

        @Test
        void a_CANCEL_that_cannot_be_sent_leaves_the_INVITE_alone_until_its_time_is_over() {
            ClientTransaction transaction = invite();
            receiveResponse(transaction, 180, "carol");
            udp.fail(message -> message.method().equals("CANCEL"));
            transaction.cancel(List.of());
            loop.advance(40_000);
            assertThat(user.log()).containsExactly("0 response 180", "32000 client timeout", "32000 client terminated");
            assertThat(layer.counters().transportFailures()).isEqualTo(1);
        }

        private void cancelAnswered(ClientTransaction transaction, int status) {
            SipRequest cancel = transaction.cancel(List.of());
            layer.received(Messages.response(cancel, 200, "carol"), udp);
            receiveResponse(transaction, status, "carol");
            assertThat(user.take()).endsWith("response " + status);
        }
    }

    @Nested
    class Of_an_INVITE_that_was_received extends LayerFixture {
        private static final String VIA = "SIP/2.0/UDP 198.51.100.7:5071;branch=z9hG4bKalice;rport";

        @Test
        void the_CANCEL_is_answered_with_200_and_the_487_is_the_users() {
            user.onCancel = invite -> answer(invite, 487);
            receiveInvite();
            layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
            assertThat(udp.take()).containsExactly("100 INVITE", "200 CANCEL", "487 INVITE");
            assertThat(user.take()).containsExactly("request INVITE", "cancel");
        }

        @Test
        void its_200_has_the_To_tag_of_the_INVITEs_responses() {
            receiveInvite();
            ServerTransaction transaction = user.lastRequest();
            layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
            assertThat(udp.lastResponse().to().tag()).isEqualTo(transaction.toTag());
            answer(transaction, 487);
            assertThat(udp.lastResponse().to().tag()).isEqualTo(transaction.toTag());
        }

        @Test
        void its_200_has_the_To_tag_that_the_user_chose_for_the_INVITE() {
            receiveInvite();
            ServerTransaction transaction = user.lastRequest();
            transaction.respond(transaction
                    .request()
                    .response(180, null)
                    .set(HeaderName.TO, "<sip:bob@example.com>;tag=chosen")
                    .build());
            layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
            assertThat(udp.lastResponse().to().tag()).isEqualTo("chosen");
            answer(transaction, 487);
        }

        @Test
        void a_repeated_CANCEL_gets_its_200_again_and_the_user_hears_nothing() {
            receiveInvite();
            SipRequest cancel = Messages.request("CANCEL", "z9hG4bKalice");
            layer.received(cancel, udp);
            layer.received(cancel, udp);
            assertThat(udp.take()).containsExactly("100 INVITE", "200 CANCEL", "200 CANCEL");
            assertThat(user.take()).containsExactly("request INVITE", "cancel");
            answer(user.lastRequest(), 487);
        }

        @Test
        void a_CANCEL_that_matches_nothing_gets_481_each_time_the_same() {
            SipRequest cancel = Messages.request("CANCEL", "z9hG4bKother");
            layer.received(cancel, udp);
            layer.received(cancel, udp);
            assertThat(udp.log()).containsExactly("0 481 CANCEL", "0 481 CANCEL");
            assertThat(udp.sent().get(0).message()).isEqualTo(udp.sent().get(1).message());
            assertThat(user.log()).isEmpty();
            assertThat(layer.isEmpty()).isTrue();
        }

        @Test
        void a_CANCEL_of_something_that_is_no_INVITE_gets_481() {
            layer.received(Messages.request("OPTIONS", "z9hG4bKalice"), udp);
            layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
            assertThat(udp.take()).containsExactly("481 CANCEL");
            answer(user.lastRequest(), 200);
        }

        @Test
        void a_CANCEL_after_the_final_response_gets_200_and_changes_nothing() {
            receiveInvite();
            answer(user.lastRequest(), 200);
            layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
            assertThat(udp.take()).containsExactly("100 INVITE", "200 INVITE", "200 CANCEL");
            assertThat(user.take()).containsExactly("request INVITE");
        }

        @Test
        void a_CANCEL_after_the_final_response_gets_the_To_tag_of_that() {
            receiveInvite();
            SipResponse ok = user.lastRequest()
                    .request()
                    .response(200, null)
                    .set(HeaderName.TO, "<sip:bob@example.com>;tag=chosen")
                    .build();
            user.lastRequest().respond(ok);
            layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
            assertThat(udp.lastResponse().method()).isEqualTo("CANCEL");
            assertThat(udp.lastResponse().to().tag()).isEqualTo("chosen");
            assertThat(user.lastRequest().toTag()).isEqualTo("chosen");
        }

        @Test
        void a_CANCEL_is_matched_even_if_a_NAT_has_changed_the_sent_by() {
            receiveInvite();
            layer.received(
                    Messages.request("CANCEL", "SIP/2.0/UDP 10.1.2.3:61234;branch=z9hG4bKalice;rport", "call-1"), udp);
            assertThat(udp.take()).containsExactly("100 INVITE", "200 CANCEL");
            assertThat(user.take()).containsExactly("request INVITE", "cancel");
            answer(user.lastRequest(), 487);
        }

        @Test
        void a_CANCEL_with_the_branch_of_another_call_is_not_matched() {
            receiveInvite();
            layer.received(Messages.request("CANCEL", VIA, "call-9"), udp);
            assertThat(udp.take()).containsExactly("100 INVITE", "481 CANCEL");
            answer(user.lastRequest(), 487);
        }

        @Test
        void a_200_that_cannot_be_sent_is_not_the_users_concern() {
            receiveInvite();
            udp.fail(CancelTest::isAnswerToCancel);
            layer.received(Messages.request("CANCEL", "z9hG4bKalice"), udp);
            loop.runTasks();
            assertThat(user.take()).containsExactly("request INVITE", "cancel");
            answer(user.lastRequest(), 487);
        }
    }

    private static boolean isAnswerToCancel(SipMessage message) {
        return message instanceof SipResponse && message.method().equals("CANCEL");
    }
}
