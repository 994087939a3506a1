// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.Dialog;
import io.srf.app.Extras;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An application that ends a dialog, in each state a dialog may be in. */
@OverEveryEngine
class ProgramHangsUpTest extends BridgedPhones {
    private CompletableFuture<Dialog> uas = new CompletableFuture<>();

    ProgramHangsUpTest(Linked linked) {
        super(linked);
    }

    private void answers() {
        world.srf().invite((req, res) -> uas = world.srf().createUAS(req, res, o -> o.localSdp(SDP)));
        alice.calls(world.uri("desk")).isInCall();
        world.passes(Duration.ofMillis(100));
    }

    private Dialog callsBob() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP));
        bob.isInCall();
        return call.join();
    }

    @Test
    void an_answered_call_is_ended_by_BYE_only_after_its_ACK() {
        world.srf()
                .invite((req, res) ->
                        world.srf().createUAS(req, res, o -> o.localSdp(SDP)).thenAccept(Dialog::destroy));
        Hold ack = holdsFrom(alice, "ACK");
        alice.calls(world.uri("desk")).isNotTold("BYE", Duration.ofSeconds(5));
        ack.release();

        alice.isTold("BYE").isIdle();
    }

    @Test
    void an_answered_call_whose_ACK_never_comes_is_ended_all_the_same() {
        world.srf()
                .invite((req, res) ->
                        world.srf().createUAS(req, res, o -> o.localSdp(SDP)).thenAccept(Dialog::destroy));
        alice.misbehaves().neverAcks();

        alice.calls(world.uri("desk")).isTold("BYE").isIdle();
        assertThat(alice.received().requests("BYE")).hasSize(1);
    }

    @Test
    void a_call_to_us_is_ended_by_BYE() {
        answers();
        CompletableFuture<Void> over = uas.join().destroy();

        alice.isTold("BYE").isIdle();
        world.passes(Duration.ofMillis(100));
        assertThat(over).isCompleted();
    }

    @Test
    void a_call_of_ours_is_ended_by_BYE_in_the_instant_it_is_answered() {
        bob.onCall(Call::answers);
        world.srf().createUAC(bob.uri().toString(), o -> o.localSdp(SDP)).thenAccept(Dialog::destroy);

        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void a_BYE_while_our_re_INVITE_is_open_settles_it_and_its_200_is_acknowledged() {
        Dialog dialog = callsBob();
        Hold ok = world.holds(bob, 200, "INVITE");
        CompletableFuture<String> modified = dialog.modify(SDP.replace("4000", "4002"));
        world.passes(Duration.ofMillis(100));
        dialog.destroy();
        bob.isTold("BYE").isIdle();
        ok.release();

        world.passes(Duration.ofSeconds(1));
        assertThatThrownBy(modified::join).hasMessageContaining("481");
        assertThat(bob.received().requests("ACK")).hasSize(2);
    }

    @Test
    void a_BYE_while_their_re_INVITE_waits_for_us_answers_it_with_487() {
        answers();
        CompletableFuture<Void> never = new CompletableFuture<>();
        uas.join().onModify((req, res) -> never.join());
        alice.holds();
        world.passes(Duration.ofMillis(100));
        uas.join().destroy();

        alice.sees(487, "INVITE").isTold("BYE").isIdle();
        never.complete(null);
    }

    @Test
    void a_BYE_while_our_INFO_is_open_ends_the_call_and_settles_the_INFO() {
        Dialog dialog = callsBob();
        bob.misbehaves().ignores(requests("INFO"));
        CompletableFuture<?> info = dialog.info(Extras.NONE);
        world.passes(Duration.ofMillis(100));
        dialog.destroy();
        bob.isTold("BYE").isIdle();

        world.passes(Duration.ofSeconds(40));
        assertThat(info).isDone();
    }

    @Test
    void a_second_destroy_sends_nothing() {
        Dialog dialog = callsBob();
        dialog.destroy();
        dialog.destroy();
        bob.isTold("BYE").isIdle();
        world.passes(Duration.ofSeconds(1));
        CompletableFuture<Void> third = dialog.destroy();

        world.passes(Duration.ofSeconds(1));
        assertThat(third).isCompleted();
        assertThat(bob.received().requests("BYE")).hasSize(1);
    }

    @Test
    void a_destroy_after_the_BYE_of_the_other_side_sends_nothing() {
        Dialog dialog = callsBob();
        bob.hangsUp().isIdle();
        CompletableFuture<Void> over = dialog.destroy();

        world.passes(Duration.ofSeconds(1));
        assertThat(over).isCompleted();
        assertThat(bob.received().requests("BYE")).isEmpty();
        assertThat(world.events()).containsExactly("create UAC", "terminate UAC remote BYE");
    }

    @Test
    void a_bridge_is_ended_on_both_sides() {
        CompletableFuture<B2BUA> bridge = new CompletableFuture<>();
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString()).thenAccept(bridge::complete));
        bob.onCall(Call::answers);
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        bridge.join().destroy();

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
        bothLegsEndedOnce();
    }

    @Test
    void a_program_that_shuts_down_ends_the_calls_that_do_not_end_in_time() {
        talk();
        CompletableFuture<Void> closed = world.srf().shutdown();
        alice.patience(Duration.ofMinutes(1)).isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();

        world.passes(Duration.ofMinutes(1));
        assertThat(closed).isCompleted();
        bothLegsEndedOnce();
    }
}
