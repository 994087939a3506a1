// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.sip.SipResponse;
import org.junit.jupiter.api.Test;

class UntilAcknowledgedTest extends LayerFixture {
    private SipResponse respond(int status) {
        ServerTransaction transaction = user.lastRequest();
        return transaction.respondUntilAcknowledged(
                transaction.request().response(status, null).build());
    }

    @Test
    void a_2xx_is_sent_again_at_intervals_up_to_T2_until_the_user_is_told_after_64_T1() {
        receiveInvite();
        respond(200);
        loop.advance(40_000);
        assertThat(udp.times("200 INVITE"))
                .containsExactly(
                        0L, 500L, 1_500L, 3_500L, 7_500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L);
        assertThat(user.log())
                .containsExactly("0 request INVITE", "32000 unacknowledged 200", "32000 server terminated");
    }

    @Test
    void over_a_connection_a_2xx_is_sent_again_too() {
        layer.received(Messages.request("INVITE", "z9hG4bKalice"), tcp);
        respond(200);
        loop.advance(5_000);
        assertThat(tcp.times("200 INVITE")).containsExactly(0L, 500L, 1_500L, 3_500L);
        user.lastRequest().acknowledged();
    }

    @Test
    void the_ACK_ends_it() {
        receiveInvite();
        respond(200);
        loop.advance(600);
        user.lastRequest().acknowledged();
        user.lastRequest().acknowledged();
        loop.advance(40_000);
        assertThat(udp.times("200 INVITE")).containsExactly(0L, 500L);
        assertThat(user.log()).containsExactly("0 request INVITE", "32000 server terminated");
    }

    @Test
    void a_repeated_INVITE_does_not_make_it_more_frequent() {
        var invite = receiveInvite();
        respond(200);
        layer.received(invite, udp);
        loop.advance(499);
        assertThat(udp.times("200 INVITE")).containsExactly(0L);
        user.lastRequest().acknowledged();
    }

    @Test
    void a_reliable_1xx_is_sent_again_at_intervals_that_keep_growing() {
        receiveInvite();
        respond(183);
        loop.advance(32_000);
        assertThat(udp.times("183 INVITE")).containsExactly(0L, 500L, 1_500L, 3_500L, 7_500L, 15_500L, 31_500L);
        assertThat(user.log()).containsExactly("0 request INVITE", "32000 unacknowledged 183");
        answer(user.lastRequest(), 504);
    }

    @Test
    void the_PRACK_ends_it_and_the_2xx_is_repeated_in_its_turn() {
        receiveInvite();
        respond(183);
        loop.advance(100);
        user.lastRequest().acknowledged();
        respond(200);
        loop.advance(500);
        user.lastRequest().acknowledged();
        assertThat(udp.log()).containsExactly("0 100 INVITE", "0 183 INVITE", "100 200 INVITE", "600 200 INVITE");
    }

    @Test
    void a_2xx_takes_the_place_of_a_1xx_that_was_not_acknowledged() {
        receiveInvite();
        respond(183);
        loop.advance(100);
        respond(200);
        loop.advance(600);
        assertThat(udp.log()).containsExactly("0 100 INVITE", "0 183 INVITE", "100 200 INVITE", "600 200 INVITE");
        user.lastRequest().acknowledged();
    }

    @Test
    void a_1xx_that_was_not_acknowledged_is_not_sent_after_a_failure() {
        receiveInvite();
        respond(183);
        loop.advance(100);
        answer(user.lastRequest(), 486);
        loop.advance(400);
        assertThat(udp.log()).containsExactly("0 100 INVITE", "0 183 INVITE", "100 486 INVITE");
        loop.advance(40_000);
        assertThat(user.take()).doesNotContain("unacknowledged 183");
    }

    @Test
    void an_answer_that_comes_too_late_is_neither_sent_nor_repeated() {
        receiveInvite();
        answer(user.lastRequest(), 486);
        assertThat(respond(200)).isNull();
        loop.advance(1_000);
        assertThat(udp.times("200 INVITE")).isEmpty();
    }

    @Test
    void only_what_is_acknowledged_can_be_sent_so() {
        receiveInvite();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> respond(486))
                .withMessage("nobody acknowledges a 486 to INVITE, expected 101 to 299 to an INVITE");
        assertThatIllegalArgumentException().isThrownBy(() -> respond(100));
        answer(user.lastRequest(), 486);
        layer.received(Messages.request("OPTIONS", "z9hG4bKalice"), udp);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> respond(200))
                .withMessage("nobody acknowledges a 200 to OPTIONS, expected 101 to 299 to an INVITE");
        answer(user.lastRequest(), 200);
    }
}
