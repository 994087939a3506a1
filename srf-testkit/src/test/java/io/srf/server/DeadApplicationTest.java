// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What becomes of the calls of an application that has not said which node it is, when its link breaks. */
class DeadApplicationTest extends EngineCalls {
    @Test
    void a_call_that_is_answered_after_its_application_died_ends_in_ACK_and_BYE() {
        bob.answersAfter(Duration.ofSeconds(1));
        bob.misbehaves().ignores(m -> m instanceof SipRequest r && r.is(Methods.CANCEL));

        application.sends(inviteBob());
        world.sim().time().advance(Duration.ofMillis(100));
        application.dies();
        bob.isTold(Methods.ACK).isTold(Methods.BYE);
    }

    @Test
    void the_calls_of_an_application_that_died_end_when_its_grace_is_over() {
        answersCalls();
        alice.calls(world.uri("front-desk")).isInCall();
        world.sim().time().advance(Duration.ofMillis(100));

        application.dies();
        alice.isNotTold("BYE", Duration.ofSeconds(31));
        alice.isTold("BYE").isIdle();

        assertThat(alice.received().request("BYE").header(HeaderName.REASON)).contains("application gone");
    }

    @Test
    void another_application_that_uses_an_orphaned_dialog_becomes_its_owner() {
        answersCalls();
        alice.calls(world.uri("front-desk")).isInCall();
        world.sim().time().advance(Duration.ofMillis(100));
        String dialogId =
                String.valueOf(application.requests(Methods.ACK).getFirst().dialogId());
        ScriptedApplication survivor = world.application().on(Methods.BYE, i -> {});

        application.dies();
        survivor.sends(dialogId, Methods.OPTIONS);
        world.sim().time().advance(Duration.ofSeconds(60));
        alice.hangsUp();
        world.sim().time().advance(Duration.ofSeconds(1));

        assertThat(survivor.requests(Methods.BYE)).hasSize(1);
        survivor.answers(survivor.requests(Methods.BYE).getFirst(), 200);
    }

    @Test
    void what_a_dead_application_owed_is_refused_with_503() {
        application.on(Methods.INVITE, i -> application.answers(i, 180));
        alice.calls(world.uri("front-desk")).sees(180);

        application.dies();

        alice.sees(503).isIdle();
    }
}
