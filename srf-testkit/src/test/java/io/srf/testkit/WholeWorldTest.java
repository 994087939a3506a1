// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.transport.Flow;
import io.srf.server.transport.Network;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipParser;
import io.srf.sip.SipRequest;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Phones, the simulated network, a loop, and blocking handlers on virtual threads, together. */
class WholeWorldTest {
    private static final int REQUESTS = 20;

    private final SimWorld world = SimWorld.seeded(1);

    /** A server whose handler looks something up before it answers, and waits for it. */
    private static final class SlowServer {
        private final SimWorld world;
        private final SimLoop loop;
        private final Network network;

        SlowServer(SimWorld world) {
            this.world = world;
            this.loop = new SimLoop(world.time());
            this.network = world.network().engineNetwork("srf", world.newAddress(), Protocol.UDP);
            network.open((message, flow) -> loop.execute(() -> received(message, flow)));
        }

        String uri() {
            return "sip:" + Text.address(network.listenPoints().getFirst().advertised());
        }

        private void received(byte[] message, Flow flow) {
            SipRequest request = (SipRequest) SipParser.parse(message);
            world.workers().execute(() -> {
                int status = lookUp(request).join();
                loop.execute(
                        () -> flow.send(request.response(status, null).build().encoded(), failure -> {}));
            });
        }

        private CompletableFuture<Integer> lookUp(SipRequest request) {
            CompletableFuture<Integer> found = new CompletableFuture<>();
            int delay = 20 + request.callId().hashCode() % 7;
            world.time().schedule(delay, () -> found.complete(200));
            return found;
        }
    }

    @Test
    void a_handler_may_block_between_request_and_response() {
        SlowServer server = new SlowServer(world);
        Phone alice = world.phone("alice");
        alice.sendsTo(server.uri(), "OPTIONS").sees(200);

        assertThat(world.time().elapsed()).isBetween(Duration.ofMillis(30), Duration.ofMillis(50));
        try (world) {
            world.comesToRest();
        }
    }

    @Test
    void many_blocking_handlers_at_a_time_give_the_same_trace_each_time() {
        for (int seed = 0; seed < 30; seed++) {
            assertThat(traceOf(seed)).isEqualTo(traceOf(seed));
        }
    }

    private static String traceOf(long seed) {
        try (SimWorld world = SimWorld.seeded(seed)) {
            world.network().will(Will.GOOD.withJitter(Duration.ofMillis(3)).withLoss(0.1));
            SlowServer server = new SlowServer(world);
            Phone alice = world.phone("alice");
            for (int i = 0; i < REQUESTS; i++) {
                alice.sendsTo(server.uri(), "OPTIONS");
            }
            world.comesToRest();
            assertThat(alice.received().responses(200)).hasSizeGreaterThanOrEqualTo(REQUESTS);
            return world.trace().toString();
        }
    }

    @Test
    void a_handler_that_fails_shows_the_ladder() {
        Phone alice = world.phone("alice");
        Phone bob = world.phone("bob");
        bob.onCall(call -> world.workers().execute(() -> {
            throw new IllegalStateException("oops");
        }));
        assertThatThrownBy(() -> alice.calls(bob).sees(200))
                .hasMessageStartingWith("a worker's task threw java.lang.IllegalStateException: oops")
                .hasMessageContaining("INVITE sdp");
        world.close();
    }

    @Test
    void a_phone_is_not_for_handlers() {
        Phone alice = world.phone("alice");
        world.workers().execute(() -> alice.sendsTo("sip:192.0.2.1", "OPTIONS"));

        assertThatThrownBy(() -> world.time().runUntilIdle()).hasMessageContaining("alice belongs to the test");
        world.close();
    }

    @Test
    void what_is_left_over_fails_the_test() {
        Phone alice = world.phone("alice");
        Phone bob = world.phone("bob").ringsOnly();
        alice.calls(bob).sees(180);
        world.network().hold(packet -> packet.isRequest("CANCEL"));
        world.workers().execute(() -> new CompletableFuture<>().join());
        assertThatThrownBy(world::comesToRest)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("left over: [alice: alice's call alice-call-1 is EARLY")
                .hasMessageContaining("worker-1 at io.srf.testkit.WholeWorldTest")
                .hasMessageContaining("180 INVITE");
        world.close();
    }
}
