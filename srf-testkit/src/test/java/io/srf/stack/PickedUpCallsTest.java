// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Sdp;
import io.srf.SdpDirection;
import io.srf.Targets;
import io.srf.sip.SipRequest;
import io.srf.testkit.Hold;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Callers who pick up a call that rings elsewhere, by a Replaces header for the leg that rings (RFC 3891 §3). */
@OverEveryEngine
class PickedUpCallsTest extends PickedUpPhones {
    PickedUpCallsTest(Linked linked) {
        super(linked);
    }

    @Test
    void a_ringing_call_is_picked_up_and_the_caller_hangs_up() {
        bobRings();
        picksUp(carol, legTo(bob));
        carol.isInCall();
        alice.isInCall();
        wasTakenElsewhere(bob);

        talkingEnds(alice, carol);
        assertThat(bob.received().requests("BYE")).isEmpty();
    }

    @Test
    void a_ringing_call_is_picked_up_early_only_and_who_picked_it_up_hangs_up() {
        bobRings();
        picksUp(carol, legTo(bob) + ";early-only");
        carol.isInCall();
        alice.isInCall();

        wasTakenElsewhere(bob);
        talkingEnds(carol, alice);
    }

    @Test
    void the_application_gets_the_joined_call_for_both_callers() {
        bobRings();
        picksUp(carol, legTo(bob));
        carol.isInCall();
        world.passes(Duration.ofSeconds(1));

        B2BUA ofAlice = calls.get(0).join();
        B2BUA ofCarol = calls.get(1).join();
        assertThat(ofAlice.uas()).isSameAs(ofCarol.uac());
        assertThat(ofAlice.uac()).isSameAs(ofCarol.uas());
        talkingEnds(carol, alice);
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("create "))
                .containsExactly("create UAS", "create UAS");
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events())
                .filteredOn(event -> event.startsWith("terminate UAS"))
                .hasSize(2);
    }

    @Test
    void the_caller_is_answered_without_media_until_it_is_joined() {
        bobRings();
        Hold reinvite = holdsTo(alice, "INVITE");
        picksUp(carol, legTo(bob));
        alice.isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(Sdp.parse(alice.received().response(200).bodyText()).direction())
                .isEqualTo(SdpDirection.INACTIVE);
        assertThat(carol.received().responses(200)).isEmpty();
        reinvite.release();
        carol.isInCall();
        talkingEnds(alice, carol);
    }

    @Test
    void a_caller_who_has_early_media_is_answered_with_that() {
        desk(Targets.of(bob.uri().toString()), options -> {});
        bob.onCall(call -> {
            call.rings();
            call.progresses();
        });
        alice.calls(world.uri("desk")).sees(183);
        picksUp(carol, legTo(bob));
        carol.isInCall();

        assertThat(alice.received().response(200).bodyText())
                .isEqualTo(alice.received().response(183).bodyText());
        talkingEnds(carol, alice);
    }

    @Test
    void a_call_that_was_picked_up_can_be_held() {
        bobRings();
        picksUp(carol, legTo(bob));
        carol.isInCall();
        world.passes(Duration.ofMillis(100));
        carol.holds().sees(200, "INVITE");
        alice.isHeld();
        carol.resumes();
        alice.isNotHeld();

        talkingEnds(alice, carol);
    }

    @Test
    void all_others_who_ring_are_cancelled() {
        desk(Targets.of(bob.uri().toString(), dave.uri().toString()), options -> {});
        bob.ringsOnly();
        dave.ringsOnly();
        alice.calls(world.uri("desk")).sees(180).sees(180);
        picksUp(carol, legTo(bob));
        carol.isInCall();

        wasTakenElsewhere(bob);
        wasTakenElsewhere(dave);
        talkingEnds(carol, alice);
    }

    @Test
    void nobody_is_rung_after_those_who_rang() {
        desk(Targets.of(bob.uri().toString()).then(dave.uri().toString()), options -> {});
        bob.ringsOnly();
        alice.calls(world.uri("desk")).sees(180);
        picksUp(carol, legTo(bob));
        carol.isInCall();

        wasTakenElsewhere(bob);
        dave.isNotTold("INVITE", Duration.ofMinutes(1));
        talkingEnds(carol, alice);
    }

    @Test
    void who_picks_up_without_an_offer_gets_that_of_the_caller() {
        bobRings();
        picksUpWithoutOffer(carol, legTo(bob));
        carol.isInCall();

        wasTakenElsewhere(bob);
        talkingEnds(alice, carol);
    }

    private void ringsWithoutOffer() {
        desk(Targets.of(bob.uri().toString()), options -> {});
        bob.ringsOnly();
        alice.calls(world.uri("desk"), SipRequest.Builder::noBody).sees(180);
    }

    @Test
    void a_caller_without_an_offer_is_offered_what_it_is_joined_with() {
        ringsWithoutOffer();
        picksUp(carol, legTo(bob));
        carol.isInCall();

        wasTakenElsewhere(bob);
        talkingEnds(carol, alice);
    }

    @Test
    void without_any_offer_there_is_nothing_to_pick_up_with_and_it_rings_on() {
        ringsWithoutOffer();
        picksUpWithoutOffer(carol, legTo(bob));
        carol.sees(488).isIdle();

        bob.answers();
        talkingEnds(alice, bob);
    }

    @Test
    void the_200_to_the_caller_waits_for_its_PRACK() {
        desk(Targets.of(bob.uri().toString()), options -> {});
        bob.supports("100rel");
        alice.supports("100rel");
        bob.onCall(call -> {
            call.rings();
            call.progressesReliably(183);
        });
        Hold prack = holdsFrom(alice, "PRACK");
        alice.calls(world.uri("desk")).sees(183);
        picksUp(carol, legTo(bob));
        world.passes(Duration.ofMillis(100));
        assertThat(alice.received().responses(200)).isEmpty();
        prack.release();

        carol.isInCall();
        talkingEnds(carol, alice);
    }

    @Test
    void session_descriptions_go_through_the_functions_of_the_call_that_rang() {
        desk(
                Targets.of(bob.uri().toString()),
                options -> options.localSdpA(sdp -> sdp + "a=for-a\r\n").localSdpB(sdp -> sdp + "a=for-b\r\n"));
        bob.ringsOnly();
        alice.calls(world.uri("desk")).sees(180);
        picksUp(carol, legTo(bob));
        carol.isInCall();

        assertThat(carol.received().response(200).bodyText()).contains("a=for-b");
        assertThat(alice.received().request("INVITE").bodyText()).contains("a=for-a");
        talkingEnds(carol, alice);
    }

    @Test
    void keys_are_not_answered_for_another() {
        desk(Targets.of(bob.uri().toString()), options -> {});
        bob.ringsOnly();
        alice.calls(
                        world.uri("desk"),
                        invite -> invite.body(invite.build().bodyText() + "a=ice-ufrag:x\r\n", "application/sdp"))
                .sees(180);
        picksUp(carol, legTo(bob));
        carol.isInCall();

        assertThat(Sdp.parse(alice.received().response(200).bodyText()).streams())
                .allMatch(stream -> stream.port() == 0);
        talkingEnds(carol, alice);
    }
}
