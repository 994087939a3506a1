// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.Dialog;
import io.srf.Sdp;
import io.srf.SdpDirection;
import io.srf.app.SipException;
import io.srf.testkit.Call;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** Calls that stand alone, because the application has answered or made them, and are joined with somebody later. */
class JoinedLaterTest extends BridgedPhones {
    private static final Duration A_MOMENT = Duration.ofMillis(100);

    private final Phone carol = world.phone("carol");
    private CompletableFuture<Dialog> alone = new CompletableFuture<>();

    /** The application has answered Alice. */
    private Dialog answersAlice() {
        world.srf().invite((req, res) -> alone = world.srf().createUAS(req, res, o -> o.localSdp(SDP)));
        alice.calls(world.uri("menu")).isInCall();
        world.passes(A_MOMENT);
        return alone.join();
    }

    private CompletableFuture<B2BUA> join(Dialog dialog, Phone with) {
        return world.srf().join(dialog, with.uri().toString());
    }

    private CompletableFuture<B2BUA> bobRingsFor(Dialog dialog) {
        bob.ringsOnly();
        CompletableFuture<B2BUA> joined = join(dialog, bob);
        bob.isTold("INVITE");
        return joined;
    }

    private SipException failureOf(CompletableFuture<?> failed) {
        assertThatThrownBy(() -> world.waitsFor(failed)).isInstanceOf(CompletionException.class);
        return (SipException) failed.exceptionNow();
    }

    private static void hear(Phone one, Phone other) {
        assertThat(one.call().remoteSdp()).contains(other.address().getAddress().getHostAddress());
        assertThat(other.call().remoteSdp()).contains(one.address().getAddress().getHostAddress());
    }

    @Test
    void a_caller_who_was_answered_is_joined_with_somebody() {
        Dialog menu = answersAlice();
        CompletableFuture<B2BUA> joined = join(menu, bob);
        bob.isTold("INVITE").rings();
        alice.isInCall();
        bob.answers().isInCall();
        world.passes(A_MOMENT);

        assertThat(joined.join().uas()).isSameAs(menu);
        assertThat(menu.other()).isSameAs(joined.join().uac());
        assertThat(joined.join().session()).isSameAs(menu.session());
        hear(alice, bob);
        talkingEnds(alice, bob);
    }

    @Test
    void two_who_are_called_by_the_application_are_joined() {
        alice.onCall(Call::answers);
        bob.onCall(Call::answers);
        Dialog first = world.waitsFor(world.srf()
                .createUAC(
                        alice.uri().toString(),
                        o -> o.answer(offer -> Sdp.edit(offer, sdp -> sdp.withDirection(SdpDirection.INACTIVE)))));
        alice.isInCall().isHeld();
        CompletableFuture<B2BUA> joined = world.srf()
                .join(first, bob.uri().toString(), o -> o.callingName("Alice").header("X-Click", "7"));
        alice.isNotHeld();
        bob.isInCall();
        world.passes(A_MOMENT);

        assertThat(joined).isCompleted();
        assertThat(bob.received().request("INVITE").header("X-Click")).isEqualTo("7");
        hear(alice, bob);
        talkingEnds(bob, alice);
    }

    @Test
    void one_who_is_busy_leaves_the_caller_as_he_was_and_another_is_tried() {
        Dialog menu = answersAlice();
        bob.rejectsWith(486);
        assertThat(failureOf(join(menu, bob)).status()).isEqualTo(486);
        assertThat(alice.received().requests("INVITE")).isEmpty();
        carol.onCall(Call::answers);
        CompletableFuture<B2BUA> joined = join(menu, carol);
        carol.isInCall();
        world.passes(A_MOMENT);

        assertThat(joined).isCompleted();
        talkingEnds(carol, alice);
    }

    @Test
    void a_caller_who_hangs_up_while_somebody_rings_for_him_leaves_nobody_ringing() {
        Dialog menu = answersAlice();
        CompletableFuture<B2BUA> joined = bobRingsFor(menu);
        world.passes(A_MOMENT);
        alice.hangsUp().isIdle();
        bob.isTold("CANCEL").isIdle();

        assertThat(failureOf(joined).status()).isEqualTo(487);
    }

    @Test
    void a_future_that_is_given_up_cancels_the_one_who_rings_and_the_caller_stays() {
        Dialog menu = answersAlice();
        CompletableFuture<B2BUA> joined = bobRingsFor(menu);
        world.passes(A_MOMENT);
        joined.cancel(true);
        bob.isTold("CANCEL").isIdle();

        alice.isInCall().hangsUp().isIdle();
    }

    @Test
    void while_somebody_is_called_for_a_caller_nobody_else_is() {
        Dialog menu = answersAlice();
        CompletableFuture<B2BUA> joined = bobRingsFor(menu);

        assertThat(failureOf(join(menu, carol)).status()).isEqualTo(486);
        assertThat(failureOf(world.srf().parking().park(menu, "701")).status()).isEqualTo(486);
        assertThat(world.srf().parking().slots()).isEmpty();
        bob.answers().isInCall();
        world.passes(A_MOMENT);
        assertThat(joined).isCompleted();
        assertThat(carol.received().requests("INVITE")).isEmpty();
        talkingEnds(alice, bob);
    }

    @Test
    void a_call_that_is_joined_already_is_not_joined_again() {
        talk();
        Dialog leg = world.srf().dialogs().getFirst();

        assertThat(failureOf(join(leg, carol)).status()).isEqualTo(486);
        talkingEnds(alice, bob);
    }

    @Test
    void a_parked_call_is_given_to_nobody_but_who_retrieves_it() {
        Dialog menu = answersAlice();
        world.waitsFor(world.srf().parking().park(menu, "701"));

        assertThat(failureOf(join(menu, carol)).status()).isEqualTo(486);
        alice.hangsUp().isIdle();
    }

    @Test
    void a_call_that_is_over_is_joined_with_nobody() {
        Dialog menu = answersAlice();
        alice.hangsUp().isIdle();
        world.passes(A_MOMENT);

        assertThat(failureOf(join(menu, bob)).status()).isEqualTo(481);
        assertThat(bob.received().requests("INVITE")).isEmpty();
    }

    @Test
    void a_URI_that_cannot_be_read_is_refused_at_once() {
        Dialog menu = answersAlice();

        assertThatThrownBy(() -> world.srf().join(menu, "sip:")).isInstanceOf(IllegalArgumentException.class);
        alice.hangsUp().isIdle();
    }
}
