// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.B2BUA;
import io.srf.session.Session;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Timers that belong to a session, and the longest time that a call may be up. */
class DurableTimersTest extends BridgedPhones {
    private final List<String> heard = new ArrayList<>();
    private CompletableFuture<B2BUA> bridged = new CompletableFuture<>();

    @BeforeEach
    void listens() {
        world.srf()
                .onTimer(event ->
                        heard.add(event.name() + " of " + event.dialogs().size() + " dialogs"));
        world.srf()
                .invite((req, res) ->
                        bridged = world.srf().createB2BUA(req, res, bob.uri().toString()));
    }

    private B2BUA call() {
        bob.onCall(Call::answers);
        alice.calls(world.uri("desk")).isInCall();
        world.passes(Duration.ofMillis(100));
        return bridged.join();
    }

    private void hangsUp() {
        alice.hangsUp().isIdle();
        world.passes(Duration.ofSeconds(1));
    }

    @Test
    void a_timer_goes_off_once_and_knows_the_dialogs_of_its_call() {
        Session session = call().session();
        session.timer("low-balance", Duration.ofSeconds(10));

        world.passes(Duration.ofSeconds(9));
        assertThat(heard).isEmpty();
        assertThat(session.timers()).containsOnlyKeys("low-balance");
        world.passes(Duration.ofSeconds(20));
        assertThat(heard).containsExactly("low-balance of 2 dialogs");
        assertThat(session.timers()).isEmpty();
        hangsUp();
    }

    @Test
    void a_timer_that_is_set_again_counts_from_then_on() {
        Session session = call().session();
        session.timer("idle", Duration.ofSeconds(10));
        world.passes(Duration.ofSeconds(6));
        session.timer("idle", Duration.ofSeconds(10));
        world.passes(Duration.ofSeconds(6));
        assertThat(heard).isEmpty();
        world.passes(Duration.ofSeconds(6));
        assertThat(heard).hasSize(1);
        hangsUp();
    }

    @Test
    void a_cancelled_timer_and_those_of_a_call_that_is_over_do_not_go_off() {
        Session session = call().session();
        session.timer("a", Duration.ofSeconds(10));
        session.timer("b", Duration.ofSeconds(10));
        session.cancelTimer("a");
        session.cancelTimer("never set");
        hangsUp();
        world.passes(Duration.ofSeconds(20));
        assertThat(heard).isEmpty();
    }

    @Test
    void a_call_ends_on_both_legs_when_its_time_is_up_which_counts_from_its_answer() {
        B2BUA call = call();
        world.passes(Duration.ofSeconds(30));
        call.limit(Duration.ofMinutes(1));

        world.passes(Duration.ofSeconds(29));
        alice.isInCall();
        world.passes(Duration.ofSeconds(2));
        alice.isIdle();
        bob.isIdle();
        assertThat(world.events()).contains("terminate UAS time limit", "terminate UAC local BYE");
    }

    @Test
    void a_limit_that_has_passed_ends_the_call_at_once() {
        B2BUA call = call();
        world.passes(Duration.ofSeconds(30));
        call.limit(Duration.ofSeconds(10));
        world.passes(Duration.ofSeconds(1));
        alice.isIdle();
        bob.isIdle();
    }

    @Test
    void what_is_no_timer_is_refused_with_what_was_expected() {
        Session session = call().session();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.timer("a", Duration.ZERO))
                .withMessageContaining("longer than zero");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.timer("srf.limit:x", Duration.ofSeconds(1)))
                .withMessageContaining("does not begin with srf.");
        for (int i = 0; i < Session.MAX_TIMERS; i++) {
            session.timer("t" + i, Duration.ofMinutes(1));
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.timer("one more", Duration.ofMinutes(1)))
                .withMessageContaining("at most 16");
        hangsUp();
    }
}
