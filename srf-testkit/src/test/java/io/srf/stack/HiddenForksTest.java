// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.testkit.CallState;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Forks that a drachtio-server hides: it has one dialog for each INVITE, and says nothing of a second answer. An application cannot acknowledge what it
 * never sees, so such a callee repeats its 2xx for 64·T1 and then hangs up by itself (RFC 3261 §13.3.1.4). Nobody stays in a call.
 */
class HiddenForksTest extends ForkedPhones {
    HiddenForksTest() {
        super(Linked.DRACHTIO);
    }

    private void carolEndsByHerself() {
        carol.isNotTold("ACK", Duration.ofSeconds(30));
        world.passes(Duration.ofSeconds(5));
        carol.sees(481, "BYE").isIdle();
        assertThat(carol.received().requests("BYE")).isEmpty();
    }

    /** Both ring, and both 200s are on their way. */
    private Hold bothAnswer() {
        bob.isTold("INVITE");
        carol.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        Hold ok = world.holds(carol, 200, "INVITE");
        carol.answers();
        bob.answers();
        return ok;
    }

    @Test
    void a_second_answer_to_our_call_ends_by_itself_and_the_first_stays() {
        List<Dialog> taken = new ArrayList<>();
        bob.ringsOnly();
        carol.ringsOnly();
        CompletableFuture<Dialog> call =
                world.srf().createUAC(both(), options -> options.localSdp(SDP).onFork(taken::add));
        Hold ok = bothAnswer();
        bob.isInCall();
        ok.release();

        carolEndsByHerself();
        assertThat(taken).isEmpty();
        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);
        assertThat(call.join().isConnected()).isTrue();
        call.join().destroy();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_second_answer_to_a_bridged_call_ends_by_itself_and_the_first_stays() {
        bob.ringsOnly();
        carol.ringsOnly();
        calls();
        Hold ok = bothAnswer();
        alice.isInCall();
        ok.release();

        carolEndsByHerself();
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void of_two_answers_that_cross_a_CANCEL_we_hang_up_on_the_one_we_see() {
        bob.ringsOnly();
        carol.ringsOnly();
        calls();
        alice.sees(180).sees(180);
        Hold ofBob = world.holds(bob, 200, "INVITE");
        Hold ofCarol = world.holds(carol, 200, "INVITE");
        bob.answers();
        carol.answers();
        alice.cancels().sees(487).isIdle();
        world.passes(Duration.ofMillis(100));
        ofBob.release();
        ofCarol.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
        carolEndsByHerself();
    }

    @Test
    void forks_that_ring_share_an_early_dialog_and_the_one_that_answers_is_the_call() {
        List<Dialog> early = new ArrayList<>();
        bob.onCall(call -> {
            call.progresses(183, tagged("fork-1"));
            call.progresses(180, tagged("fork-2"));
            call.rings();
        });
        CompletableFuture<Dialog> call =
                world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP).prepare(early::add));
        bob.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        assertThat(early).singleElement().extracting(Dialog::remoteTag).isEqualTo("fork-1");
        bob.answers().isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(world.srf().findDialog(call.join().id())).isSameAs(call.join());
        assertThat(call.join().remoteTag()).isNotEqualTo("fork-1");
        call.join().hold();
        bob.isHeld().hangsUp().isIdle();
    }

    @Test
    void the_early_dialog_of_forks_that_never_answer_is_the_call_of_the_one_that_does() {
        world.bridgesTo(bob);
        bob.onCall(call -> {
            call.progresses(183, tagged("fork-1"));
            call.progresses(183, tagged("fork-2"));
        });
        alice.calls(world.uri("bob")).sees(183);
        bob.answers();
        alice.isInCall();

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events()).containsOnlyOnce("create UAC", "terminate UAC local BYE");
    }
}
