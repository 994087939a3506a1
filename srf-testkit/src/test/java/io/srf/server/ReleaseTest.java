// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.CSeq;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ClientMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A node lets go of a dialog that another node goes on with. */
class ReleaseTest extends CallWithNode {
    private static final Duration UNTIL_OTHERS_HAVE_CLAIMED = Duration.ofSeconds(11);

    private void isReleased() {
        String release = first.releases(dialogId);
        world.passes(A_MOMENT);
        assertThat(first.isAgreed(release)).isTrue();
    }

    private void aliceIsAnsweredBy(ScriptedApplication node, int status) {
        node.on(Methods.BYE, i -> node.answers(i, status));
        alice.hangsUp().sees(status, "BYE").isIdle();
    }

    @Test
    void it_is_forgotten_without_a_word_to_the_peer() {
        isReleased();
        assertThat(world.stats().dialogs()).isZero();
        alice.isNotTold("BYE", Duration.ofMinutes(3));
        aliceIsAnsweredBy(first, 481);
    }

    @Test
    void it_waits_for_another_node_that_is_here() {
        ScriptedApplication second = world.node("desk", "desk-2");
        isReleased();
        String claim = second.claims(dialogId, 2);
        world.passes(UNTIL_OTHERS_HAVE_CLAIMED);
        assertThat(second.isAgreed(claim)).isTrue();
        assertThat(world.stats().dialogs()).isEqualTo(1);
        aliceIsAnsweredBy(second, 200);
    }

    @Test
    void it_is_forgotten_if_no_other_node_claims_it() {
        ScriptedApplication second = world.node("desk", "desk-2");
        second.on(Methods.BYE, i -> second.answers(i, 481));
        isReleased();
        world.passes(UNTIL_OTHERS_HAVE_CLAIMED);
        assertThat(world.stats().dialogs()).isZero();
        aliceIsAnsweredBy(first, 481);
    }

    @Test
    void who_does_not_hold_it_can_not_let_go_of_it() {
        ScriptedApplication second = world.node("desk", "desk-2");
        String release = second.releases(dialogId);
        world.passes(A_MOMENT);
        assertThat(second.refusal(release)).isEqualTo("dialog is held by another node under fence 1");
        aliceIsAnsweredBy(first, 200);
    }

    @Test
    void a_dialog_that_nobody_knows_is_not_let_go_of() {
        String release = first.releases("gone;from-tag=x");
        world.passes(A_MOMENT);
        assertThat(first.refusal(release)).contains("unable to find dialog");
        aliceIsAnsweredBy(first, 200);
    }

    @Test
    void one_that_its_node_claims_again_ends_with_a_BYE_that_came_before() {
        first.on(Methods.BYE, bye -> {});
        alice.hangsUp();
        world.passes(A_MOMENT);
        isReleased();
        String claim = first.claims(dialogId, 2, standing());
        world.passes(A_MOMENT);
        assertThat(first.isAgreed(claim)).isTrue();

        first.answers(first.requests(Methods.BYE).getFirst(), 200);
        alice.sees(200, "BYE").isIdle();
        assertThat(world.stats().dialogs()).isZero();
    }

    private ClientMessage.Standing standing() {
        SipResponse answer = alice.received().response(200);
        return new ClientMessage.Standing(
                SipRequest.builder(Methods.OPTIONS, alice.uri())
                        .set(HeaderName.FROM, answer.to())
                        .set(HeaderName.TO, answer.from())
                        .set(HeaderName.CALL_ID, answer.callId())
                        .set(HeaderName.CSEQ, new CSeq(101, Methods.OPTIONS))
                        .build(),
                1);
    }
}
