// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.protection.BlockRule;
import io.srf.server.protection.ProtectionOptions.Lists;
import io.srf.server.protection.RateLimit;
import io.srf.server.protection.Refused;
import io.srf.server.transport.Subnet;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How many requests a source may send, at a whole engine in virtual time. */
class SourceRatesTest extends StrangersAtTheEngine {
    @Test
    void a_source_above_its_rate_gets_503_with_Retry_After_and_others_are_served() {
        EngineWorld world = world(USUAL.withRate(RateLimit.perSecond(5).withBurst(5)));
        answersOptions(world);
        Phone mallory = world.phone("mallory");
        Phone alice = world.phone("alice");

        sends(world, mallory, 20);
        sends(world, alice, 5);
        world.passes(A_MOMENT);

        assertThat(answers(mallory, 200)).isEqualTo(5);
        assertThat(answers(mallory, 503)).isEqualTo(15);
        assertThat(mallory.received().response(503).header(HeaderName.RETRY_AFTER))
                .isEqualTo("5");
        assertThat(answers(alice, 200)).isEqualTo(5);
        assertThat(refused(world, Refused.RATE_EXCEEDED)).isEqualTo(15);
        sends(world, mallory, 5);
        world.passes(A_MOMENT);
        assertThat(answers(mallory, 200)).isEqualTo(10);
    }

    @Test
    void a_source_above_its_rate_is_not_answered_if_so_configured() {
        EngineWorld world =
                world(USUAL.withRate(RateLimit.perSecond(5).withBurst(5).dropping()));
        answersOptions(world);
        Phone mallory = world.phone("mallory");

        sends(world, mallory, 20);
        world.passes(A_MOMENT);

        assertThat(mallory.received().all()).hasSize(5);
        assertThat(refused(world, Refused.RATE_EXCEEDED)).isEqualTo(15);
    }

    @Test
    void a_trusted_network_has_no_rate_and_no_scanners() {
        Lists lists = new Lists(List.of(Subnet.parse("198.18.0.0/16")), List.of());
        EngineWorld world = world(USUAL.withRate(RateLimit.perSecond(1))
                .withBlocks(BlockRule.after(1))
                .withLists(lists));
        answersOptions(world);
        Phone carrier = world.phone("carrier");

        sends(world, carrier, 20);
        sends(world, carrier, request(world, carrier, Methods.OPTIONS, "", "sipvicious"));
        carrier.sendsRaw(world.address(), "hello?");
        world.passes(A_MOMENT);

        assertThat(answers(carrier, 200)).isEqualTo(21);
    }

    @Test
    void requests_in_calls_are_not_limited() {
        EngineWorld world = world(USUAL.withRate(RateLimit.perSecond(1).withBurst(1)));
        ScriptedApplication application = world.application("invite", "info", "bye");
        application.on(
                Methods.INVITE,
                i -> application.answers(i, SipResponse.builder(200, null).body("v=0\r\n", "application/sdp")));
        application.on(Methods.INFO, i -> application.answers(i, 200));
        application.on(Methods.BYE, i -> application.answers(i, 200));
        Phone alice = world.phone("alice").calls(world.uri("x")).isInCall();

        for (int i = 0; i < 20; i++) {
            alice.sends(Methods.INFO, "Signal=1");
        }
        alice.sees(200, Methods.INFO);
        alice.hangsUp().isIdle();

        assertThat(answers(alice, 503)).isZero();
        assertThat(refused(world, Refused.RATE_EXCEEDED)).isZero();
    }

    @Test
    void requests_with_a_made_up_To_tag_count_as_new_ones_of_their_source() {
        EngineWorld world = world(USUAL.withRate(RateLimit.perSecond(5).withBurst(5)));
        answersOptions(world);
        Phone mallory = world.phone("mallory");

        for (int i = 0; i < 20; i++) {
            sends(world, mallory, request(world, mallory, Methods.BYE, ";tag=made-up-" + i, "phone/1.0"));
        }
        world.passes(A_MOMENT);

        assertThat(answers(mallory, 503)).isEqualTo(15);
        assertThat(refused(world, Refused.RATE_EXCEEDED)).isEqualTo(15);
    }

    @Test
    void a_repetition_is_no_new_request() {
        EngineWorld world = world(USUAL.withRate(RateLimit.perSecond(1).withBurst(1)));
        answersOptions(world);
        Phone alice = world.phone("alice");
        SipRequest options = request(world, alice, Methods.OPTIONS, "", "phone");

        for (int i = 0; i < 5; i++) {
            sends(world, alice, options);
            world.passes(Duration.ofMillis(50));
        }

        assertThat(answers(alice, 200)).isEqualTo(5);
    }
}
