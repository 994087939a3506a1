// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Transfers between phones (RFC 3515, RFC 3891, RFC 5589). */
class TransferTest extends TwoPhones {
    private final Phone carol = world.phone("carol");

    @Test
    void a_blind_transfer_is_followed_and_its_progress_is_told() {
        bob.followsReferrals();
        carol.ringsOnly();
        talk();

        alice.transfers(carol)
                .sees(202, "REFER")
                .isTold("NOTIFY")
                .isTold("NOTIFY")
                .hearsOfTransfer(180);
        carol.answers();
        alice.hearsOfTransfer(200).hangsUp().isIdle();
        carol.isInCall();
        assertThat(bob.allCalls()).hasSize(2);
        assertThat(alice.received().request("NOTIFY").header("Subscription-State"))
                .isEqualTo("terminated;reason=noresource");
        carol.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_transfer_to_somebody_who_is_busy_is_told_and_the_call_goes_on() {
        bob.followsReferrals();
        carol.rejectsWith(486);
        talk();

        alice.transfers(carol).hearsOfTransfer(486).isInCall();
        alice.hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void a_REFER_that_is_refused_ends_the_transfer_with_its_status() {
        bob.repliesTo("REFER", 603);
        talk();

        alice.transfers(carol).sees(603, "REFER").hearsOfTransfer(603).hangsUp();
        bob.isIdle();
    }

    @Test
    void an_attended_transfer_takes_the_place_of_the_consultation() {
        bob.followsReferrals();
        talk();
        alice.holds().sees(200, "INVITE");
        carol.onCall(Call::answers);
        alice.calls(carol).isInCall();

        alice.transfersToLastCall().hearsOfTransfer(200).isTold("BYE");
        assertThat(carol.allCalls()).hasSize(2);
        assertThat(carol.received().request("INVITE").header("Replaces"))
                .startsWith("alice-call-2;to-tag=carol-1;from-tag=alice-");
        alice.allCalls().getFirst().hangsUp();
        alice.isIdle();
        carol.isInCall().hangsUp().isIdle();
        bob.isIdle();
    }

    @Test
    void an_INVITE_that_replaces_an_unknown_call_gets_481() {
        alice.calls(
                        bob.uri().toString(),
                        invite -> invite.add(io.srf.sip.HeaderName.REPLACES, "none;to-tag=1;from-tag=2"))
                .sees(481)
                .isIdle();
    }

    @Test
    void a_phone_without_a_second_call_says_so() {
        talk();
        assertThatThrownBy(alice::transfersToLastCall).hasMessage("alice has no other call that is up");
        alice.hangsUp();
    }
}
