// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.lookup.Resolver;
import io.srf.server.proxy.RecordRouteKey;
import io.srf.server.transport.Protocol;
import io.srf.sip.Methods;
import io.srf.testkit.SimLoop;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Calls that were passed on by an engine whose place another one has taken: begun anew, or of the same cluster. */
class ProxiedAcrossEnginesTest extends ProxiedCalls {
    private static final EngineOptions KEYED =
            EngineOptions.defaults().withRecordRouteKey(new RecordRouteKey("what only the engines know"));

    ProxiedAcrossEnginesTest() {
        super(KEYED);
    }

    /** Has an engine of another process take the place of the one that has set up a call. */
    private Engine afterwards(EngineOptions options) {
        proxies(SERIAL, bob);
        bob.answersAfter(Duration.ofSeconds(1));
        alice.calls(world.uri("bob")).isInCall();
        bob.isInCall();
        world.engine().close();
        Engine other = new Engine(
                world.sim().network().engineNetwork("other", world.address(), Protocol.UDP),
                new Shards(List.of(new SimLoop(world.sim().time()))),
                new Resolver(world.sim().workers()),
                options,
                shard -> new Random(2));
        other.open();
        return other;
    }

    @Test
    void an_engine_with_the_same_key_passes_on_what_belongs_to_the_call() {
        try (Engine other = afterwards(KEYED)) {
            bob.sends("INFO").sees(200, "INFO");
            alice.holds().sees(200, Methods.INVITE).hangsUp().isIdle();

            bob.isTold("BYE").isIdle();
            assertThat(bob.received().requests(Methods.ACK)).hasSize(2);
            world.comesToRest();
        }
    }

    @Test
    void an_engine_with_another_key_does_not() {
        try (Engine other = afterwards(EngineOptions.defaults())) {
            alice.sends("INFO").sees(403, "INFO").hangsUp().isIdle();

            assertThat(bob.received().requests("INFO")).isEmpty();
            bob.hangsUp().isIdle();
            world.comesToRest();
        }
    }
}
