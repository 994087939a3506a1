// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of the dialogs of a node whose link drops. */
class NodeDeathTest extends NodesFixture {
    /** Alice has called, and the 200 of the first node was lost twice. */
    private void firstAnswersUnheard() {
        answersCalls(first);
        alice.misbehaves().ignoresNext(2, m -> m instanceof SipResponse r && r.status() == 200);
        alice.calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
    }

    @Test
    void a_BYE_in_a_dialog_of_a_dead_node_goes_to_another_node_of_its_application() {
        String dialogId = aliceInCall();
        ScriptedApplication heir = answersByes(heir());

        first.dies();
        alice.hangsUp().sees(200, "BYE").isIdle();

        assertThat(heir.requests(Methods.BYE))
                .singleElement()
                .extracting(ServerMessage.Incoming::dialogId)
                .isEqualTo(dialogId);
        assertThat(world.stats().takenOver()).isEqualTo(1);
        assertThat(world.stats().givenAgain()).isZero();
    }

    @Test
    void the_ACK_of_a_2xx_that_a_node_sent_before_it_died_goes_to_another() {
        firstAnswersUnheard();
        ScriptedApplication heir = answersByes(heir());

        first.dies();
        alice.isInCall();
        world.passes(A_MOMENT);

        assertThat(heir.requests(Methods.ACK)).hasSize(1);
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void dialogs_of_a_node_wait_two_minutes_before_they_are_ended_and_another_node_is_told() {
        String dialogId = aliceInCall();
        ScriptedApplication heir = heir();

        first.dies();
        alice.isNotTold("BYE", Duration.ofSeconds(119));
        alice.isTold("BYE").isIdle();

        assertThat(heir.requests(Methods.BYE)).singleElement().satisfies(bye -> {
            assertThat(bye.transactionId()).isEqualTo(ServerMessage.UNSOLICITED);
            assertThat(bye.dialogId()).isEqualTo(dialogId);
        });
    }

    @Test
    void a_dialog_of_which_another_node_gets_the_ACK_but_that_none_claims_is_ended_after_two_minutes() {
        firstAnswersUnheard();
        ScriptedApplication heir = heir();

        first.dies();
        alice.isInCall().isTold("BYE").isIdle();

        assertThat(heir.requests(Methods.ACK)).hasSize(1);
    }

    @Test
    void a_call_whose_2xx_is_never_acknowledged_is_ended_and_an_heir_is_told() {
        answersCalls(first);
        alice.misbehaves().neverAcks();
        alice.calls(world.uri("front-desk"));
        world.passes(A_MOMENT);
        ScriptedApplication heir = heir();

        first.dies();
        alice.isTold("BYE");

        assertThat(heir.requests(Methods.BYE))
                .singleElement()
                .extracting(ServerMessage.Incoming::transactionId)
                .isEqualTo(ServerMessage.UNSOLICITED);
    }

    @Test
    void a_node_that_comes_back_gets_its_dialogs_again_before_others_do() {
        aliceInCall();
        ScriptedApplication other = heir();

        first.dies();
        ScriptedApplication back = answersByes(world.node("desk", "desk-1", "invite"));
        world.passes(Duration.ofMinutes(5));
        alice.isInCall().hangsUp().sees(200, "BYE").isIdle();

        assertThat(back.requests(Methods.BYE)).hasSize(1);
        assertThat(other.requests(Methods.BYE)).isEmpty();
    }

    @Test
    void a_node_that_comes_back_has_a_dialog_again_that_it_uses_although_it_went_to_another() {
        String dialogId = aliceInCall();
        ScriptedApplication other = heir();
        other.on(Methods.INFO, i -> other.answers(i, 200));

        first.dies();
        alice.sends(Methods.INFO).sees(200, "INFO");
        ScriptedApplication back = answersByes(world.node("desk", "desk-1", "invite"));
        back.sends(dialogId, Methods.OPTIONS);
        world.passes(A_MOMENT);
        alice.hangsUp().sees(200, "BYE").isIdle();

        assertThat(other.requests(Methods.INFO)).hasSize(1);
        assertThat(back.requests(Methods.BYE)).hasSize(1);
    }

    @Test
    void the_nodes_of_an_application_share_the_calls_of_a_dead_one() {
        answersCalls(first);
        Phone[] callers = new Phone[4];
        for (int i = 0; i < callers.length; i++) {
            callers[i] =
                    world.phone("caller-" + i).calls(world.uri("front-desk")).isInCall();
        }
        world.passes(A_MOMENT);
        ScriptedApplication second = answersByes(world.node("desk", "desk-2"));
        ScriptedApplication third = answersByes(world.node("desk", "desk-3"));

        first.dies();
        for (Phone caller : callers) {
            caller.hangsUp().sees(200, "BYE");
        }

        assertThat(second.requests(Methods.BYE)).hasSize(2);
        assertThat(third.requests(Methods.BYE)).hasSize(2);
    }

    @Test
    void who_goes_on_with_a_dialog_stands_in_the_flight_recorder() {
        aliceInCall();
        answersByes(heir());

        first.dies();
        alice.hangsUp().sees(200, "BYE").isIdle();

        assertThat(world.engine().recorder().call(alice.call().callId()).ladder())
                .contains("engine dialog owner: desk-1 -> desk-2");
    }

    @Test
    void many_dialogs_of_a_dead_node_are_ended_some_at_a_time() {
        bob.onCall(Call::answers);
        for (int i = 0; i < 500; i++) {
            first.sends(inviteBob());
        }
        world.passes(A_SECOND);
        first.responses(200).forEach(ok -> first.sends(String.valueOf(ok.dialogId()), Methods.ACK));
        world.passes(A_SECOND);

        first.dies();
        world.passes(Duration.ofMinutes(2).plusMillis(20));
        assertThat(bob.received().requests(Methods.BYE)).hasSizeBetween(200, 400);
        world.passes(A_SECOND);
        assertThat(bob.received().requests(Methods.BYE)).hasSize(500);
    }
}
