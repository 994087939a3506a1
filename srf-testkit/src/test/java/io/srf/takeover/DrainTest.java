// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.SrfConfig;
import io.srf.session.SessionOptions;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import io.srf.testkit.SimNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A node drains: others go on with its calls as if nothing had happened. */
class DrainTest extends TwoNodes {
    private static final Duration DRAIN_TIME = Duration.ofSeconds(20);

    @Override
    void configure(SrfConfig.Builder config) {
        config.drainTime(DRAIN_TIME);
    }

    /** The node that has the call drains, and is done; returns the other one. */
    private SimNode ownerDrains() {
        SimNode other = cluster.survivor();
        CompletableFuture<Void> drained = cluster.owner().srf().drain();
        passes(Duration.ofSeconds(1));
        assertThat(drained).isCompleted();
        return other;
    }

    @Test
    void a_BYE_is_answered_by_the_other_node_and_each_leg_ends_once() {
        talk();
        SimNode drained = cluster.owner();
        SimNode other = ownerDrains();
        alice.hangsUp().sees(200, "BYE").isIdle();
        bob.isTold("BYE").isIdle();

        passes(Duration.ofSeconds(1));
        assertThat(drained.events()).containsOnlyOnce("hand over UAS", "hand over UAC");
        assertThat(drained.events()).noneMatch(event -> event.startsWith("terminate"));
        assertThat(drained.calls()).isZero();
        bothLegsEndedOn(other);
    }

    @Test
    void the_other_node_takes_the_calls_without_being_asked_and_long_before_their_leases_would_run_out() {
        talk();
        SimNode other = ownerDrains();
        passes(SessionOptions.DEFAULT.lease().dividedBy(2));

        assertThat(other.events()).containsExactlyInAnyOrder("recover UAS", "recover UAC");
        assertThat(other.srf().dialogs())
                .hasSize(2)
                .allMatch(leg -> "alice".equals(leg.session().get("caller", String.class)));
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void what_was_changed_just_before_is_there() {
        talk();
        cluster.owner().srf().dialogs().getFirst().session().put("caller", "carol");
        SimNode other = ownerDrains();
        alice.sends("INFO").sees(200, "INFO");

        assertThat(other.srf().dialogs())
                .allMatch(leg -> "carol".equals(leg.session().get("caller", String.class)));
        alice.hangsUp();
    }

    @Test
    void a_call_that_is_being_set_up_is_answered_before_its_node_leaves_it() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        SimNode owner = cluster.owner();
        SimNode other = cluster.survivor();
        CompletableFuture<Void> drained = owner.srf().drain();
        passes(DRAIN_TIME.dividedBy(2));
        assertThat(drained).isNotDone();
        bob.answers();
        alice.isInCall();
        passes(Duration.ofSeconds(1));

        assertThat(drained).isCompleted();
        bob.isNotTold("CANCEL", Duration.ofSeconds(1));
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        passes(Duration.ofSeconds(1));
        bothLegsEndedOn(other);
    }

    @Test
    void a_call_that_rings_for_longer_than_the_drain_time_is_set_up_anew() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        SimNode other = cluster.survivor();
        SimNode owner = cluster.owner();
        CompletableFuture<Void> drained = owner.srf().drain();
        passes(DRAIN_TIME.plusSeconds(5));
        assertThat(drained).isCompleted();
        bob.answers();
        alice.isInCall();

        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
        passes(Duration.ofSeconds(1));
        bothLegsEndedOn(other);
        assertThat(owner.events()).contains("hand over UAS", "terminate UAC cancelled");
    }

    @Test
    void a_call_that_comes_while_a_node_drains_goes_to_the_other_one() {
        bob.ringsOnly();
        alice.calls(cluster.uri("bob")).sees(180);
        SimNode other = cluster.survivor();
        cluster.owner().srf().drain();
        passes(Duration.ofMillis(100));
        for (int i = 0; i < 3; i++) {
            cluster.phone("carol" + i).calls(cluster.uri("bob")).sees(180);
        }

        assertThat(other.calls()).isEqualTo(3);
        alice.cancels().sees(487);
        for (int i = 0; i < 3; i++) {
            cluster.phone("carol" + i).cancels().sees(487);
        }
    }

    @Test
    void a_re_INVITE_that_is_under_way_is_answered_by_the_node_that_was_given_it() {
        talk();
        Hold answer = cluster.sim()
                .network()
                .hold(packet ->
                        packet.isResponse(200, "INVITE") && packet.from().equals(bob.address()));
        alice.holds();
        passes(Duration.ofMillis(100));
        CompletableFuture<Void> drained = cluster.owner().srf().drain();
        passes(Duration.ofSeconds(3));
        assertThat(drained).isNotDone();
        answer.release();
        alice.sees(200, "INVITE");
        passes(Duration.ofSeconds(2));

        assertThat(drained).isCompleted();
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        alice.hangsUp().sees(200, "BYE");
        bob.isTold("BYE");
    }

    @Test
    void timers_go_off_once_on_the_node_that_has_the_call_then() {
        List<String> fired = new ArrayList<>();
        cluster.nodes().forEach(node -> node.srf().onTimer(e -> fired.add(e.name() + " on " + node)));
        talk();
        SimNode owner = cluster.owner();
        Dialog dialog = owner.srf().dialogs().getFirst();
        dialog.session().timer("early", Duration.ofMillis(1));
        dialog.session().timer("late", Duration.ofMinutes(1));
        dialog.limit(Duration.ofMinutes(2));
        passes(Duration.ofMillis(1));
        SimNode other = ownerDrains();
        passes(Duration.ofMinutes(3));

        assertThat(fired).containsExactly("early on " + owner, "late on " + other);
        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
        assertThat(other.events()).anyMatch(event -> event.endsWith("time limit"));
    }

    @Test
    void nothing_can_be_sent_in_a_call_that_was_left() {
        talk();
        List<Dialog> left = cluster.owner().srf().dialogs();
        ownerDrains();
        List<CompletableFuture<Void>> ends = left.stream().map(Dialog::destroy).toList();
        List<CompletableFuture<String>> offers = left.stream().map(Dialog::hold).toList();
        passes(Duration.ofSeconds(1));

        assertThat(left).noneMatch(Dialog::isConnected);
        assertThat(ends).allMatch(CompletableFuture::isDone);
        assertThat(offers).allMatch(CompletableFuture::isCompletedExceptionally);
        alice.isNotTold("BYE", Duration.ofSeconds(5));
        alice.hangsUp().sees(200, "BYE");
    }

    @Test
    void a_subscriber_is_told_to_subscribe_anew() {
        for (SimNode node : cluster.nodes()) {
            node.srf().subscribe((req, res) -> node.srf().createUAS(req, res, options -> {}));
        }
        alice.subscribes(cluster.uri("desk"), "presence", Duration.ofHours(1)).sees(202, "SUBSCRIBE");
        ownerDrains();

        assertThat(alice.isTold("NOTIFY").received().request("NOTIFY").header("Subscription-State"))
                .isEqualTo("terminated;reason=deactivated");
    }

    @Test
    void calls_that_nobody_takes_are_ended_by_the_engine() {
        somebodyHears = false;
        talk();
        cluster.survivor().kill();
        cluster.nodes().stream()
                .filter(node -> node.calls() > 0)
                .findFirst()
                .orElseThrow()
                .srf()
                .drain();
        passes(Duration.ofMinutes(3));

        alice.isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
        cluster.store().records().forEach(cluster.store()::forgets);
    }

    @Test
    void a_store_that_is_down_is_waited_for() {
        talk();
        cluster.owner().srf().dialogs().getFirst().session().put("caller", "carol");
        cluster.store().fails(true);
        passes(Duration.ofSeconds(1));
        SimNode other = cluster.survivor();
        CompletableFuture<Void> drained = cluster.owner().srf().drain();
        passes(Duration.ofSeconds(10));
        assertThat(drained).isNotDone();
        cluster.store().fails(false);
        passes(DRAIN_TIME);

        assertThat(drained).isCompleted();
        alice.sends("INFO").sees(200, "INFO");
        assertThat(other.srf().dialogs())
                .allMatch(leg -> "carol".equals(leg.session().get("caller", String.class)));
        Phone caller = alice.hangsUp();
        caller.sees(200, "BYE");
    }
}
