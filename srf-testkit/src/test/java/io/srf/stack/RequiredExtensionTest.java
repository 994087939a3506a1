// SPDX-License-Identifier: Apache-2.0
package io.srf.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.testkit.Call;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Callers who require what nobody knows (RFC 3261 §8.2.2.3): only where a call is passed on as it is, it is none of ours. */
class RequiredExtensionTest extends BridgedPhones {
    private static final Duration SOON = Duration.ofSeconds(1);

    @BeforeEach
    void alice_requires_teleportation() {
        alice.misbehaves()
                .rewrites(
                        message -> message instanceof SipRequest request && request.is(Methods.INVITE),
                        message -> ((SipRequest) message)
                                .toBuilder().add(HeaderName.REQUIRE, "teleport").build());
    }

    @Test
    void a_call_that_the_application_answers_gets_420() {
        world.srf().invite((req, res) -> world.srf().createUAS(req, res, o -> o.localSdp(SDP)));

        alice.calls(world.uri("bob")).sees(420).isIdle();

        assertThat(alice.received().response(420).header(HeaderName.UNSUPPORTED))
                .isEqualTo("teleport");
    }

    @Test
    void a_call_that_the_application_bridges_gets_420_when_it_rings_and_nobody_rings_for_it() {
        CompletableFuture<CompletableFuture<B2BUA>> call = new CompletableFuture<>();
        world.srf()
                .invite((req, res) -> call.complete(world.srf()
                        .createB2BUA(req, res, bob.uri().toString(), o -> o.proxyRequestHeaders("Require"))));
        bob.supports("teleport").onCall(Call::rings);

        alice.calls(world.uri("bob")).sees(420).isIdle();

        world.passes(SOON);
        bob.isTold("CANCEL").isIdle();
        assertThat(call.join()).isCompletedExceptionally();
    }

    @Test
    void a_call_that_the_application_bridges_to_a_phone_that_answers_at_once_gets_420_and_ends() {
        world.srf()
                .invite((req, res) ->
                        world.srf().createB2BUA(req, res, bob.uri().toString(), o -> o.proxyRequestHeaders("Require")));
        bob.supports("teleport").onCall(Call::answers);

        alice.calls(world.uri("bob")).sees(420).isIdle();

        bob.isTold("BYE").isIdle();
    }
}
