// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Dialog;
import io.srf.Srf;
import io.srf.Uas;
import io.srf.app.Extras;
import io.srf.link.LinkException;
import io.srf.server.EngineWorld;
import io.srf.testkit.Call;
import io.srf.testkit.Hold;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A program whose link to its engine drops for good, as it does when the program dies, in each state of a call. */
class LinkDropTest {
    private final EngineWorld world = new EngineWorld(1, 2);
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");
    private final CuttableLink link = new CuttableLink(world.engine());
    private final List<String> events = new ArrayList<>();
    private final Srf srf = Srf.create(cfg -> cfg.app("mortal")
            .timers(world.sim().time())
            .executor(world.sim().workers())
            .random(new Random(1)));

    @BeforeEach
    void connect() {
        srf.onTerminate(e -> events.add(e.dialog().role() + " " + e.reason()));
        CompletableFuture<?> connected = srf.connect(link);
        world.sim().time().runUntil(connected::isDone, Duration.ofSeconds(1));
    }

    @AfterEach
    void nothing_is_left() {
        world.sim().time().advance(Duration.ofMinutes(3));
        assertThat(srf.openCalls()).isZero();
        assertThat(world.stats().isAtRest()).as("%s", world.stats()).isTrue();
        assertThat(alice.leftovers()).isEmpty();
        assertThat(bob.leftovers()).isEmpty();
        srf.shutdown();
        world.close();
    }

    private void passes(Duration time) {
        world.sim().time().advance(time);
    }

    private CompletableFuture<B2BUA> callsThroughTheBridge() {
        CompletableFuture<B2BUA> bridge = new CompletableFuture<>();
        srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()).whenComplete((b2bua, failure) -> {
            if (failure == null) {
                bridge.complete(b2bua);
            } else {
                bridge.completeExceptionally(failure);
            }
        }));
        alice.calls(world.uri("bob"));
        return bridge;
    }

    private static AbstractThrowableAssert<?, ?> failureOf(CompletableFuture<?> future) {
        assertThat(future).isCompletedExceptionally();
        return assertThat(future.exceptionNow());
    }

    @Test
    void a_call_that_nobody_has_answered_is_refused_with_503() {
        srf.invite((req, res) -> {});
        alice.calls(world.uri("desk")).sees(100);
        link.drops();

        alice.sees(503).isIdle();
    }

    @Test
    void a_call_that_rings_is_refused_and_its_callee_cancelled() {
        bob.ringsOnly();
        CompletableFuture<B2BUA> bridge = callsThroughTheBridge();
        alice.sees(180);
        link.drops();

        alice.sees(503).isIdle();
        bob.isTold("CANCEL").isIdle();
        failureOf(bridge).isInstanceOf(LinkException.class);
    }

    @Test
    void a_callee_who_answers_as_the_link_drops_is_acknowledged_and_hung_up() {
        bob.ringsOnly();
        callsThroughTheBridge();
        alice.sees(180);
        Hold ok = world.sim().network().hold(packet -> packet.isResponse(200, "INVITE"));
        bob.answers();
        link.drops();
        alice.sees(503).isIdle();
        ok.release();

        bob.isTold("ACK").isTold("BYE").isIdle();
    }

    @Test
    void a_call_that_is_up_ends_on_both_sides_when_its_grace_is_over() {
        bob.onCall(Call::answers);
        CompletableFuture<B2BUA> bridge = callsThroughTheBridge();
        alice.isInCall();
        bob.isInCall();
        passes(Duration.ofSeconds(1));
        link.drops();

        alice.isNotTold("BYE", Duration.ofSeconds(31)).isTold("BYE").isIdle();
        bob.isTold("BYE").isIdle();
        assertThat(bridge).isCompleted();
        passes(Duration.ofSeconds(10));
        assertThat(events).containsExactlyInAnyOrder("UAS link lost", "UAC link lost");
    }

    @Test
    void a_BYE_after_the_link_dropped_is_answered_and_the_other_side_ends_too() {
        bob.onCall(Call::answers);
        callsThroughTheBridge();
        alice.isInCall();
        bob.isInCall();
        passes(Duration.ofSeconds(1));
        link.drops();
        passes(Duration.ofSeconds(1));
        alice.hangsUp().sees(200, "BYE").isIdle();

        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_re_INVITE_that_waits_for_the_program_is_refused_with_503() {
        CompletableFuture<Void> never = new CompletableFuture<>();
        srf.invite((req, res) -> srf.createUAS(
                req, res, o -> o.localSdp(BridgedPhones.SDP).prepare(d -> d.onModify((r, s) -> never.join()))));
        alice.calls(world.uri("desk")).isInCall();
        passes(Duration.ofMillis(100));
        alice.holds();
        passes(Duration.ofMillis(100));
        link.drops();

        alice.sees(503, "INVITE").isTold("BYE").isIdle();
        never.complete(null);
    }

    @Test
    void a_call_that_the_program_lets_ring_is_over_and_cannot_be_answered() {
        List<Uas> calls = new ArrayList<>();
        srf.invite((req, res) -> calls.add(srf.createUAS(req, res)));
        alice.calls(world.uri("desk"));
        passes(Duration.ofMillis(50));
        calls.getFirst().progress(180);
        alice.sees(180);
        CompletableFuture<Dialog> waits = calls.getFirst().answer(o -> o.localSdp(new CompletableFuture<String>()));
        link.drops();

        alice.sees(503).isIdle();
        failureOf(waits).isInstanceOf(LinkException.class);
        assertThat(events).containsExactly("UAS link lost");
    }

    @Test
    void whatever_the_program_waits_for_is_settled() {
        bob.onCall(Call::answers);
        CompletableFuture<Dialog> call = srf.createUAC(bob.uri().toString(), o -> o.localSdp(BridgedPhones.SDP));
        bob.isInCall();
        Dialog dialog = call.join();
        bob.misbehaves().ignores(message -> true);
        List<CompletableFuture<?>> waiting = List.of(
                dialog.info(Extras.NONE),
                dialog.modify(BridgedPhones.SDP.replace("4000", "4002")),
                dialog.modify(BridgedPhones.SDP.replace("4000", "4004")),
                dialog.session().save(),
                srf.createUAC(alice.uri().toString(), o -> o.localSdp(BridgedPhones.SDP)),
                srf.createUAC("sip:nobody@198.18.255.1", o -> o.localSdp(BridgedPhones.SDP)));
        passes(Duration.ofMillis(100));
        link.drops();
        passes(Duration.ofSeconds(40));

        assertThat(waiting).allSatisfy(future -> assertThat(future).isDone());
        CompletableFuture<Void> over = dialog.destroy();
        passes(Duration.ofMillis(1));
        assertThat(over).isCompleted();
        bob.misbehaves().stops();
        passes(Duration.ofSeconds(10));
        bob.perform(() -> bob.call().hangsUp());
    }
}
