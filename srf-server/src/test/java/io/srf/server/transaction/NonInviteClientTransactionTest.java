// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class NonInviteClientTransactionTest extends LayerFixture {
    private ClientTransaction options() {
        return layer.send(Messages.outgoing("OPTIONS"), udp, user);
    }

    @Test
    void a_request_is_sent_again_at_intervals_up_to_T2_until_Timer_F_ends_it() {
        options();
        loop.advance(40_000);
        assertThat(udp.times("OPTIONS"))
                .containsExactly(
                        0L, 500L, 1_500L, 3_500L, 7_500L, 11_500L, 15_500L, 19_500L, 23_500L, 27_500L, 31_500L);
        assertThat(user.log()).containsExactly("32000 client timeout", "32000 client terminated");
    }

    @Test
    void after_a_provisional_response_it_is_sent_again_every_T2_and_Timer_F_still_ends_it() {
        ClientTransaction transaction = options();
        loop.advance(600);
        receiveResponse(transaction, 100, "carol");
        loop.advance(40_000);
        assertThat(udp.times("OPTIONS"))
                .containsExactly(0L, 500L, 1_500L, 5_500L, 9_500L, 13_500L, 17_500L, 21_500L, 25_500L, 29_500L);
        assertThat(user.log()).containsExactly("600 response 100", "32000 client timeout", "32000 client terminated");
    }

    @Test
    void a_final_response_is_delivered_once_and_its_repetitions_absorbed_for_T4() {
        ClientTransaction transaction = options();
        receiveResponse(transaction, 200, "carol");
        loop.advance(4_999);
        receiveResponse(transaction, 200, "carol");
        loop.advance(1);
        assertThat(user.log()).containsExactly("0 response 200", "5000 client terminated");
        assertThat(udp.log()).containsExactly("0 OPTIONS");
        assertThat(layer.counters().retransmissionsReceived()).isEqualTo(1);
    }

    @Test
    void over_a_connection_a_request_is_sent_once_and_is_over_with_its_response() {
        ClientTransaction transaction = layer.send(Messages.outgoing("OPTIONS"), tcp, user);
        loop.advance(10_000);
        receiveResponse(transaction, 404, "carol");
        assertThat(tcp.log()).containsExactly("0 OPTIONS");
        assertThat(user.log()).containsExactly("10000 response 404", "10000 client terminated");
        assertThat(loop.timersWaiting()).isZero();
    }

    @Test
    void a_request_that_is_no_INVITE_cannot_be_cancelled() {
        ClientTransaction transaction = options();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> transaction.cancel(List.of()))
                .withMessage("cannot cancel OPTIONS, expected an INVITE");
    }

    @Test
    void an_ACK_or_CANCEL_has_no_transaction_of_its_own() {
        assertThatIllegalArgumentException().isThrownBy(() -> layer.send(Messages.outgoing("ACK"), udp, user));
        assertThatIllegalArgumentException().isThrownBy(() -> layer.send(Messages.outgoing("CANCEL"), udp, user));
        assertThat(udp.sent()).isEmpty();
    }
}
