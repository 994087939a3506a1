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
 * A call that somebody forks: more dialogs than one (RFC 3261 §12.1.2, §13.2.2.4).
 *
 * <p>With our engine only: a drachtio-server shows one dialog for all forks, and no second answer. What becomes of those is in {@link HiddenForksTest}.
 */
class ForkedAnswersTest extends ForkedPhones {
    private final List<Dialog> early = new ArrayList<>();
    private final List<Dialog> taken = new ArrayList<>();

    ForkedAnswersTest() {
        super(Linked.EMBEDDED);
    }

    private CompletableFuture<Dialog> call(boolean takes) {
        return world.srf().createUAC(bob.uri().toString(), options -> {
            options.localSdp(SDP).prepare(early::add);
            if (takes) {
                options.onFork(taken::add);
            }
        });
    }

    @Test
    void each_To_tag_has_an_early_dialog_of_its_own_and_one_becomes_the_call() {
        bob.onCall(call -> {
            call.progresses(183, tagged("fork-1"));
            call.progresses(180, tagged("fork-2"));
            call.rings();
        });
        CompletableFuture<Dialog> call = call(false);
        bob.isTold("INVITE");
        world.passes(Duration.ofMillis(100));
        assertThat(early).hasSize(3);
        assertThat(early).extracting(Dialog::remoteTag).doesNotHaveDuplicates().contains("fork-1", "fork-2");
        assertThat(early).extracting(Dialog::id).doesNotHaveDuplicates();
        bob.answers().isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(call.join()).isSameAs(early.get(2));
        assertThat(world.events())
                .filteredOn(event -> event.equals("terminate UAC cancelled"))
                .hasSize(2);
        bob.hangsUp().isIdle();
    }

    @Test
    void a_second_200_is_acknowledged_and_hung_up() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("fork-2");
        });
        CompletableFuture<Dialog> call = call(false);
        bob.isTold("BYE");
        world.passes(Duration.ofMillis(100));

        assertThat(bob.received().requests("ACK")).hasSize(2);
        assertThat(bob.received().requests("BYE"))
                .extracting(bye -> bye.to().tag())
                .containsExactly("fork-2");
        call.join().destroy();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_second_200_of_a_fork_that_rang_is_hung_up_too() {
        bob.onCall(call -> {
            call.progresses(180, tagged("fork-2"));
            call.rings();
            call.answers();
            call.answersAgain("fork-2");
        });
        CompletableFuture<Dialog> call = call(false);
        bob.isTold("BYE");
        world.passes(Duration.ofMillis(100));

        assertThat(bob.received().requests("BYE"))
                .extracting(bye -> bye.to().tag())
                .containsExactly("fork-2");
        call.join().destroy();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_second_200_is_handed_over_where_that_is_wanted() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("fork-2");
        });
        CompletableFuture<Dialog> call = call(true);
        bob.isInCall();
        world.passes(Duration.ofMillis(100));

        assertThat(taken).hasSize(1);
        assertThat(taken.get(0).remoteTag()).isEqualTo("fork-2");
        assertThat(taken.get(0).isConnected()).isTrue();
        assertThat(bob.received().requests("BYE")).isEmpty();
        assertThat(bob.received().requests("ACK")).hasSize(2);
        taken.get(0).destroy();
        bob.isTold("BYE");
        call.join().destroy();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void forks_that_might_be_wanted_and_never_answer_are_over_after_64_T1() {
        bob.onCall(call -> {
            call.progresses(180, tagged("fork-1"));
            call.answers();
        });
        call(true);
        bob.isInCall();
        world.passes(Duration.ofSeconds(31));
        assertThat(world.events()).doesNotContain("terminate UAC cancelled");
        world.passes(Duration.ofSeconds(2));

        assertThat(world.events()).contains("terminate UAC cancelled");
        assertThat(taken).isEmpty();
        bob.hangsUp().isIdle();
    }

    @Test
    void of_two_that_answer_at_once_the_second_is_acknowledged_and_hung_up() {
        bob.ringsOnly();
        carol.ringsOnly();
        calls();
        alice.sees(180);
        Hold ok = world.holds(carol, 200, "INVITE");
        carol.answers();
        bob.answers();
        alice.isInCall();
        ok.release();

        carol.isTold("ACK").isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void forks_that_all_answer_as_the_CANCEL_crosses_are_all_hung_up() {
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
        carol.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void early_dialogs_of_forks_that_never_answer_are_gone_with_the_call() {
        world.bridgesTo(bob);
        bob.onCall(call -> {
            call.progresses(183, tagged("fork-1"));
            call.progresses(183, tagged("fork-2"));
            call.progresses(180, tagged("fork-3"));
        });
        alice.calls(world.uri("bob")).sees(183).sees(180);
        bob.answers();
        alice.isInCall();

        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));
        assertThat(world.events())
                .filteredOn(event -> event.equals("terminate UAC cancelled"))
                .hasSize(3);
        assertThat(world.events()).containsOnlyOnce("create UAC", "terminate UAC local BYE");
    }

    @Test
    void a_second_200_with_another_tag_is_acknowledged_and_hung_up_and_the_first_call_stays() {
        bob.onCall(call -> {
            call.answers();
            call.answersAgain("fork-2");
        });
        world.bridgesTo(bob);
        alice.calls(world.uri("bob"));

        alice.isInCall();
        bob.isTold("ACK").isTold("ACK").isTold("BYE");
        assertThat(bob.received().request("BYE").to().tag()).isEqualTo("fork-2");
        world.passes(Duration.ofSeconds(1));
        assertThat(alice.call().state()).isEqualTo(CallState.CONFIRMED);
        assertThat(bob.call().state()).isEqualTo(CallState.CONFIRMED);

        alice.hangsUp().isIdle();
        bob.isIdle();
    }
}
