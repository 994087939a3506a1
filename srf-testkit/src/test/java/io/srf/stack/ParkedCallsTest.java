// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.ParkOptions;
import io.srf.ParkedCall;
import io.srf.app.SipException;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Calls that wait in a slot until somebody retrieves them (call park). */
class ParkedCallsTest extends BridgedPhones {
    private static final String SLOT = "701";

    private final Phone carol = world.phone("carol");
    private CompletableFuture<ParkedCall> parked = new CompletableFuture<>();
    private CompletableFuture<B2BUA> retrieved = new CompletableFuture<>();
    private CompletableFuture<B2BUA> joined = new CompletableFuture<>();

    /** An exchange where 701 retrieves what is parked there, and every other number reaches Bob. */
    private void exchange() {
        world.srf().invite((req, res) -> {
            if (req.calledNumber().equals(SLOT)) {
                retrieved = world.srf().parking().retrieve(req, res, SLOT);
            } else {
                joined = world.srf().createB2BUA(req, res, bob.uri().toString());
            }
        });
    }

    private void talks() {
        exchange();
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.passes(Duration.ofMillis(100));
    }

    /** Bob has Alice parked. */
    private void parks(Consumer<ParkOptions.Builder> options) {
        talks();
        parked = world.srf().parking().park(joined.join().uas(), SLOT, options);
        bob.isTold("BYE").isIdle();
        alice.isHeld();
        world.passes(Duration.ofMillis(100));
        assertThat(parked).isCompleted();
    }

    @Override
    void talkingEnds(Phone one, Phone other) {
        super.talkingEnds(one, other);
        assertThat(world.srf().parking().slots()).isEmpty();
    }

    private static int statusOf(CompletableFuture<?> failed) {
        assertThatThrownBy(failed::join).isInstanceOf(CompletionException.class);
        return ((SipException) failed.exceptionNow()).status();
    }

    @Test
    void a_parked_call_is_held_and_the_one_who_parked_it_is_hung_up_on() {
        parks(o -> {});

        assertThat(world.srf().parking().slots()).containsExactly(SLOT);
        assertThat(parked.join().dialog().isOnHold()).isTrue();
        assertThat(parked.join().dialog().other()).isNull();
        alice.isInCall().hangsUp().isIdle();
        assertThat(bob.received().requests("BYE")).hasSize(1);
    }

    @Test
    void another_phone_retrieves_it_and_both_hear_each_other() {
        parks(o -> {});
        carol.calls(world.uri(SLOT)).isInCall();
        alice.isNotHeld();

        world.passes(Duration.ofMillis(100));
        assertThat(retrieved.join().uac()).isSameAs(parked.join().dialog());
        assertThat(carol.call().remoteSdp())
                .contains(alice.address().getAddress().getHostAddress());
        assertThat(alice.call().remoteSdp())
                .contains(carol.address().getAddress().getHostAddress());
        talkingEnds(carol, alice);
    }

    @Test
    void a_phone_that_makes_no_offer_retrieves_it_as_well() {
        parks(o -> {});
        carol.calls(world.uri(SLOT), SipRequest.Builder::noBody).isInCall();
        alice.isNotHeld();
        world.passes(Duration.ofMillis(100));

        assertThat(retrieved).isCompleted();
        assertThat(carol.call().remoteSdp())
                .contains(alice.address().getAddress().getHostAddress());
        talkingEnds(alice, carol);
    }

    @Test
    void a_call_that_the_application_has_answered_alone_is_parked_too() {
        world.srf().invite((req, res) -> {
            if (req.calledNumber().equals(SLOT)) {
                retrieved = world.srf().parking().retrieve(req, res, SLOT);
            } else {
                world.srf()
                        .createUAS(req, res, o -> o.localSdp(SDP))
                        .thenAccept(d -> parked = world.srf().parking().park(d, SLOT));
            }
        });
        alice.calls(world.uri("desk")).isInCall().isHeld();
        world.passes(Duration.ofMillis(100));
        assertThat(parked.join().parkedBy()).isNull();
        carol.calls(world.uri(SLOT)).isInCall();
        alice.isNotHeld();

        talkingEnds(alice, carol);
    }

    @Test
    void a_parked_caller_who_hangs_up_as_the_answer_to_another_is_made_leaves_nobody_in_a_call() {
        CompletableFuture<String> forCarol = new CompletableFuture<>();
        AtomicInteger made = new AtomicInteger();
        world.srf().invite((req, res) -> {
            if (req.calledNumber().equals(SLOT)) {
                retrieved = world.srf().parking().retrieve(req, res, SLOT);
            } else {
                joined = world.srf()
                        .createB2BUA(
                                req,
                                res,
                                bob.uri().toString(),
                                o -> o.localSdpB(sdp -> made.incrementAndGet() == 1 ? sdp : forCarol.join()));
            }
        });
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        world.passes(Duration.ofMillis(100));
        parked = world.srf().parking().park(joined.join().uas(), SLOT);
        alice.isHeld();
        carol.calls(world.uri(SLOT));
        alice.isNotHeld();
        world.passes(Duration.ofMillis(100));
        assertThat(made).hasValue(2);
        alice.hangsUp().isIdle();
        forCarol.complete(SDP);

        carol.sees(404).isIdle();
        assertThat(statusOf(retrieved)).isEqualTo(404);
    }

    @Test
    void a_call_waits_with_music_if_the_application_has_some() {
        parks(o -> o.localSdp(SDP.replace("sendrecv", "sendonly")));

        assertThat(alice.call().remoteSdp()).contains("198.18.0.99").contains("sendonly");
        alice.hangsUp().isIdle();
    }

    @Test
    void an_empty_slot_refuses_with_404() {
        exchange();
        carol.calls(world.uri(SLOT)).sees(404).isIdle();

        assertThat(carol.received().response(404).reason()).isEqualTo("Nobody is parked at 701");
        assertThat(statusOf(retrieved)).isEqualTo(404);
    }

    @Test
    void a_parked_call_that_hangs_up_frees_its_slot() {
        parks(o -> {});
        alice.hangsUp().isIdle();
        carol.calls(world.uri(SLOT)).sees(404).isIdle();

        assertThat(world.srf().parking().slots()).isEmpty();
    }

    @Test
    void a_call_that_hangs_up_while_it_is_being_retrieved_refuses_with_404() {
        parks(o -> {});
        Hold reinvite = holdsTo(alice, "INVITE");
        carol.calls(world.uri(SLOT));
        world.passes(Duration.ofMillis(100));
        alice.hangsUp().isIdle();
        reinvite.release();

        carol.sees(404).isIdle();
        assertThat(world.srf().parking().slots()).isEmpty();
    }

    @Test
    void one_who_gives_up_retrieving_leaves_the_call_parked() {
        parks(o -> {});
        Hold reinvite = holdsTo(alice, "INVITE");
        carol.calls(world.uri(SLOT)).sees(100);
        carol.cancels().sees(487).isIdle();
        reinvite.release();
        world.passes(Duration.ofSeconds(1));
        alice.isHeld();

        assertThat(world.srf().parking().slots()).containsExactly(SLOT);
        carol.calls(world.uri(SLOT)).isInCall();
        alice.isNotHeld();
        talkingEnds(carol, alice);
    }

    @Test
    void a_parked_side_that_does_not_accept_the_session_stays_parked() {
        parks(o -> {});
        alice.repliesTo("INVITE", 488);
        carol.calls(world.uri(SLOT)).sees(488).isIdle();

        assertThat(world.srf().parking().slots()).containsExactly(SLOT);
        alice.isInCall().hangsUp().isIdle();
    }

    @Test
    void one_who_never_acknowledges_what_it_retrieved_leaves_the_call_parked() {
        parks(o -> o.timeout(Duration.ofMinutes(10)));
        carol.misbehaves().neverAcks();
        carol.calls(world.uri(SLOT), SipRequest.Builder::noBody).sees(200);
        world.passes(Duration.ofSeconds(40));
        carol.isTold("BYE").isIdle();

        assertThat(world.srf().parking().slots()).containsExactly(SLOT);
        alice.isInCall().isHeld().hangsUp().isIdle();
    }

    @Test
    void of_two_who_retrieve_one_call_the_second_is_refused_with_486() {
        parks(o -> {});
        Hold reinvite = holdsTo(alice, "INVITE");
        carol.calls(world.uri(SLOT));
        bob.calls(world.uri(SLOT)).sees(486).isIdle();
        reinvite.release();
        carol.isInCall();

        talkingEnds(carol, alice);
    }

    @Test
    void a_slot_that_is_taken_leaves_the_second_call_as_it_was() {
        parks(o -> {});
        bob.onCall(Call::answers);
        carol.calls(world.uri("bob")).isInCall();
        world.passes(Duration.ofMillis(100));
        CompletableFuture<ParkedCall> second =
                world.srf().parking().park(joined.join().uas(), SLOT);

        assertThat(statusOf(second)).isEqualTo(486);
        alice.hangsUp().isIdle();
        talkingEnds(carol, bob);
    }

    @Test
    void a_call_that_refuses_the_hold_goes_on_as_it_was() {
        talks();
        alice.repliesTo("INVITE", 488);
        parked = world.srf().parking().park(joined.join().uas(), SLOT);
        world.passes(Duration.ofSeconds(1));

        assertThat(statusOf(parked)).isEqualTo(488);
        talkingEnds(alice, bob);
    }

    @Test
    void one_who_parks_may_hang_up_at_once() {
        talks();
        parked = world.srf().parking().park(joined.join().uas(), SLOT);
        bob.hangsUp().isIdle();
        alice.isHeld();
        carol.calls(world.uri(SLOT)).isInCall();
        alice.isNotHeld();

        talkingEnds(alice, carol);
    }

    @Test
    void a_call_that_nobody_retrieves_goes_back_to_the_one_who_parked_it() {
        parks(o -> o.timeout(Duration.ofSeconds(30)));
        world.passes(Duration.ofSeconds(31));
        bob.isInCall();
        alice.isNotHeld();

        assertThat(world.srf().parking().slots()).isEmpty();
        talkingEnds(alice, bob);
    }

    @Test
    void a_call_that_nobody_wants_back_is_hung_up_on() {
        parks(o -> o.timeout(Duration.ofSeconds(30)));
        bob.rejectsWith(486);
        world.passes(Duration.ofSeconds(31));

        alice.isTold("BYE").isIdle();
    }

    @Test
    void the_application_decides_what_becomes_of_a_call_that_nobody_retrieves() {
        CompletableFuture<B2BUA> given = new CompletableFuture<>();
        carol.answersAfter(Duration.ofSeconds(2));
        parks(o -> o.timeout(Duration.ofSeconds(30))
                .onTimeout(call -> call.giveBack(carol.uri().toString()).thenAccept(given::complete)));
        world.passes(Duration.ofSeconds(40));

        assertThat(given).isCompleted();
        talkingEnds(carol, alice);
    }

    @Test
    void a_call_may_be_given_to_somebody_before_its_time_is_up() {
        parks(o -> {});
        carol.ringsOnly();
        CompletableFuture<B2BUA> given = parked.join().giveBack(carol.uri().toString());
        carol.isTold("INVITE");
        bob.calls(world.uri(SLOT)).sees(404).isIdle();
        carol.answers().isInCall();

        alice.isNotHeld();
        assertThat(given).isCompleted();
        talkingEnds(carol, alice);
    }

    @Test
    void a_call_that_is_being_given_to_somebody_is_given_to_nobody_else() {
        parks(o -> {});
        bob.ringsOnly();
        carol.ringsOnly();
        CompletableFuture<B2BUA> first = parked.join().giveBack(carol.uri().toString());
        CompletableFuture<B2BUA> second = parked.join().giveBack(bob.uri().toString());
        carol.isTold("INVITE");
        world.passes(Duration.ofMillis(100));

        assertThat(statusOf(second)).isEqualTo(486);
        carol.answers().isInCall();
        alice.isNotHeld();
        assertThat(first).isCompleted();
        talkingEnds(carol, alice);
    }
}
