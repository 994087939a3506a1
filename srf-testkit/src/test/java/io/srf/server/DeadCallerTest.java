// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of the requests that a node had sent when its link dropped. */
class DeadCallerTest extends NodesFixture {
    @Test
    void a_leg_that_a_dead_node_was_calling_stops_ringing() {
        bob.ringsOnly();
        first.sends(inviteBob());
        bob.isTold(Methods.INVITE);
        world.passes(A_MOMENT);
        heir();

        first.dies();
        bob.isTold(Methods.CANCEL).isIdle();
    }

    @Test
    void a_node_that_has_claimed_a_ringing_leg_of_a_dead_one_hears_that_it_ends() {
        bob.ringsOnly();
        first.sends(inviteBob());
        bob.isTold(Methods.INVITE);
        world.passes(A_MOMENT);
        String dialogId = String.valueOf(first.responses(180).getFirst().dialogId());
        ScriptedApplication heir = heir();

        first.dies();
        heir.claims(dialogId, 2);
        bob.isTold(Methods.CANCEL).isIdle();
        world.passes(A_MOMENT);

        assertThat(heir.responses(487))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(dialogId);
    }

    @Test
    void a_200_that_crosses_the_CANCEL_goes_to_the_node_that_has_claimed_the_ringing_leg() {
        bob.misbehaves().ignores(m -> m instanceof SipRequest r && r.is(Methods.CANCEL));
        bob.onCall(call -> {
            call.rings();
            call.after(A_SECOND, call::answers);
        });
        first.sends(inviteBob());
        world.passes(A_MOMENT);
        String dialogId = String.valueOf(first.responses(180).getFirst().dialogId());
        ScriptedApplication heir = heir();

        first.dies();
        heir.claims(dialogId, 2);
        world.passes(Duration.ofMillis(1_200));
        heir.sends(dialogId, Methods.ACK);
        bob.isInCall().isNotTold(Methods.BYE, Duration.ofMinutes(1));

        assertThat(heir.responses(200)).hasSize(1);
        endedBy(heir, dialogId);
    }

    @Test
    void a_200_that_crosses_the_CANCEL_for_a_dead_node_ends_in_ACK_and_BYE() {
        bob.misbehaves().ignores(m -> m instanceof SipRequest r && r.is(Methods.CANCEL));
        bob.answersAfter(A_SECOND);
        first.sends(inviteBob());
        world.passes(A_MOMENT);
        heir();

        first.dies();
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();
    }

    @Test
    void a_200_that_a_node_heard_and_did_not_acknowledge_ends_in_ACK_and_BYE_if_nobody_claims_it() {
        bob.answersAfter(A_MOMENT);
        first.sends(inviteBob());
        world.passes(Duration.ofMillis(200));
        assertThat(first.responses(200)).hasSize(1);
        ScriptedApplication heir = heir();

        first.dies();
        bob.isNotTold(Methods.BYE, Duration.ofSeconds(4));
        bob.isTold(Methods.ACK).isTold(Methods.BYE).isIdle();

        assertThat(heir.responses(200)).isNotEmpty();
    }

    @Test
    void a_200_that_a_node_heard_and_did_not_acknowledge_is_acknowledged_by_the_one_that_claims_it() {
        bob.answersAfter(A_MOMENT);
        first.sends(inviteBob());
        world.passes(Duration.ofMillis(200));
        ScriptedApplication heir = heir();

        first.dies();
        world.passes(A_SECOND);
        String dialogId = String.valueOf(heir.responses(200).getFirst().dialogId());
        heir.claims(dialogId, 2);
        heir.sends(dialogId, Methods.ACK);
        bob.isInCall().isNotTold(Methods.BYE, Duration.ofMinutes(3));

        endedBy(heir, dialogId);
    }

    @Test
    void a_200_to_a_re_INVITE_of_a_dead_node_is_acknowledged_by_the_engine_and_told_to_its_heir() {
        String dialogId = bobInCall();
        ScriptedApplication heir = answersByes(heir());

        first.sends(dialogId, Methods.INVITE);
        first.dies();
        world.passes(A_SECOND);
        heir.claims(dialogId, 2);
        bob.isNotTold(Methods.BYE, Duration.ofMinutes(3));

        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
        assertThat(heir.responses(200))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(dialogId);
        endedBy(heir, dialogId);
    }

    @Test
    void a_200_to_a_re_INVITE_that_a_node_heard_and_did_not_acknowledge_is_acknowledged_when_it_dies() {
        String dialogId = bobInCall();
        ScriptedApplication heir = heir();

        first.sends(dialogId, Methods.INVITE);
        world.passes(A_MOMENT);
        first.dies();
        world.passes(A_MOMENT);

        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
        heir.claims(dialogId, 2);
        endedBy(heir, dialogId);
    }

    @Test
    void the_answer_to_a_request_of_a_dead_node_goes_to_the_one_that_has_claimed_its_dialog() {
        String dialogId = bobInCall();
        ScriptedApplication heir = heir();
        bob.misbehaves().withholds(m -> m instanceof SipResponse);
        String info = first.sends(dialogId, Methods.INFO);
        world.passes(A_MOMENT);

        first.dies();
        heir.claims(dialogId, 2);
        bob.misbehaves().stops();
        world.passes(A_SECOND);

        assertThat(heir.responses(200))
                .singleElement()
                .extracting(ServerMessage.Incoming::transactionId)
                .isEqualTo(first.sent(info).transactionId());
        endedBy(heir, dialogId);
    }

    @Test
    void the_answer_to_a_request_of_a_dead_node_is_dropped_if_nobody_has_claimed_its_dialog() {
        String dialogId = bobInCall();
        ScriptedApplication heir = heir();

        first.sends(dialogId, Methods.INFO);
        first.dies();
        world.passes(A_SECOND);

        assertThat(heir.responses(200)).isEmpty();
        endedBy(heir, dialogId);
    }

    @Test
    void a_call_that_a_dying_node_makes_to_a_name_is_not_made() {
        world.sim().network().host("carrier.example", bob.address());
        first.sends(SipRequest.builder(Methods.INVITE, "sip:bob@carrier.example"));
        first.dies();
        bob.isNotTold(Methods.INVITE, A_SECOND);
    }
}
