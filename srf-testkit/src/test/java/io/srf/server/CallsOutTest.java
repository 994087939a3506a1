// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.wire.ServerMessage;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Calls that an application makes. */
class CallsOutTest extends EngineCalls {
    @Test
    void an_application_calls_out_and_hangs_up() {
        bob.answersAfter(Duration.ofSeconds(1));

        String invite = application.sends(inviteBob());
        bob.isTold(Methods.INVITE);
        world.sim().time().advance(Duration.ofSeconds(2));
        ServerMessage.Incoming ok = application.responses(200).getFirst();
        String dialogId = String.valueOf(ok.dialogId());
        application.sends(dialogId, Methods.ACK);
        bob.isInCall();
        application.sends(dialogId, Methods.BYE);
        bob.isTold(Methods.BYE);

        assertThat(ok.transactionId()).isEqualTo(application.sent(invite).transactionId());
        assertThat(application.sent(invite).message().header(HeaderName.VIA)).contains("rport", "z9hG4bK");
    }

    @Test
    void a_Route_that_an_application_has_copied_from_its_caller_leads_nowhere() {
        bob.rejectsWith(486);

        application.sends(inviteBob().add(HeaderName.ROUTE, "<" + world.uri("edge") + ";lr>"));
        bob.isTold(Methods.INVITE);

        assertThat(bob.received().request(Methods.INVITE).has(HeaderName.ROUTE)).isFalse();
        world.sim().time().advance(Duration.ofSeconds(1));
        assertThat(application.responses(486)).hasSize(1);
    }

    @Test
    void a_200_that_comes_again_after_64_T1_gets_no_ACK_for_it_is_kept_no_longer() {
        bob.answersAfter(Duration.ofMillis(10));
        application.sends(inviteBob());
        world.sim().time().advance(Duration.ofMillis(100));
        String dialogId = String.valueOf(application.responses(200).getFirst().dialogId());
        application.sends(dialogId, Methods.ACK);
        bob.isInCall();
        byte[] answer = bob.sent().response(200).encoded();
        world.sim().time().advance(Duration.ofSeconds(31));
        bob.sendsRaw(world.address(), answer);
        world.sim().time().advance(Duration.ofSeconds(2));
        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
        bob.sendsRaw(world.address(), answer);
        world.sim().time().advance(Duration.ofSeconds(2));

        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
        assertThat(application.responses(200)).hasSize(1);
        application.sends(dialogId, Methods.BYE);
    }

    @Test
    void a_200_that_comes_again_gets_its_ACK_again_and_the_application_hears_of_one() {
        bob.misbehaves().ignoresNext(2, m -> m instanceof SipRequest r && r.is(Methods.ACK));
        bob.answersAfter(Duration.ofMillis(10));

        application.sends(inviteBob());
        world.sim().time().advance(Duration.ofMillis(100));
        String dialogId = String.valueOf(application.responses(200).getFirst().dialogId());
        application.sends(dialogId, Methods.ACK);
        world.sim().time().advance(Duration.ofSeconds(5));
        bob.isInCall();

        assertThat(application.responses(200)).hasSize(1);
        application.sends(dialogId, Methods.BYE);
    }

    @Test
    void a_200_that_comes_again_after_the_BYE_gets_its_ACK_again_and_makes_no_second_call() {
        bob.answersAfter(Duration.ofMillis(10));
        application.sends(inviteBob());
        world.sim().time().advance(Duration.ofMillis(100));
        String dialogId = String.valueOf(application.responses(200).getFirst().dialogId());
        application.sends(dialogId, Methods.ACK);
        application.sends(dialogId, Methods.BYE);
        bob.isTold(Methods.BYE);

        bob.sendsRaw(world.address(), bob.sent().responses(200).getFirst().toString());
        world.sim().time().advance(Duration.ofSeconds(1));

        assertThat(application.responses(200))
                .extracting(r -> r.message().cseq().method())
                .containsExactly(Methods.INVITE, Methods.BYE);
        assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
    }

    @Test
    void a_second_answer_with_another_tag_makes_a_dialog_with_an_id_of_its_own() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("other-tag");
        });

        application.sends(inviteBob());
        world.sim().time().advance(Duration.ofSeconds(1));

        assertThat(application.responses(200))
                .hasSize(2)
                .extracting(ServerMessage.Incoming::dialogId)
                .doesNotHaveDuplicates();
        for (ServerMessage.Incoming ok : application.responses(200)) {
            application.sends(String.valueOf(ok.dialogId()), Methods.ACK);
            application.sends(String.valueOf(ok.dialogId()), Methods.BYE);
        }
    }

    @Test
    void an_application_cancels_before_any_provisional_response_and_the_CANCEL_waits_for_one() {
        bob.onCall(call -> call.after(Duration.ofMillis(400), call::rings));

        String invite = application.sends(inviteBob());
        world.sim().time().advance(Duration.ofMillis(100));
        application.cancels(application.sent(invite).transactionId());
        world.sim().time().advance(Duration.ofMillis(100));
        assertThat(bob.received().requests(Methods.CANCEL)).isEmpty();
        world.sim().time().advance(Duration.ofSeconds(1));

        assertThat(bob.received().requests(Methods.CANCEL)).hasSize(1);
        assertThat(application.responses(487)).hasSize(1);
    }

    @Test
    void nobody_home_is_told_as_a_408_after_32_seconds() {
        bob.neverAnswers();
        bob.misbehaves().ignores(m -> true);

        application.sends(inviteBob());
        world.sim().time().advance(Duration.ofMillis(31_900));
        assertThat(application.responses(408)).isEmpty();
        world.sim().time().advance(Duration.ofMillis(200));

        ServerMessage.Incoming timeout = application.responses(408).getFirst();
        assertThat(timeout.origin().bytes()).isZero();
        assertThat(timeout.message().to().tag()).isNotNull();
    }
}
