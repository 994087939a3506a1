// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.admin.Application;
import io.srf.server.protection.OverloadLimits;
import io.srf.server.protection.Refused;
import io.srf.server.routing.Choice;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.wire.ClientMessage;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Bounds of a whole engine, in virtual time: what is too much is refused, and calls that are up go on. */
class ProtectionTest extends StrangersAtTheEngine {
    @Test
    void a_dialog_too_many_is_refused_with_503_and_those_that_are_there_go_on() {
        EngineWorld world = world(USUAL.withOverload(OverloadLimits.DEFAULT.withMaxDialogs(1)));
        ScriptedApplication application = world.application("invite", "options", "bye");
        application.on(
                Methods.INVITE,
                i -> application.answers(i, SipResponse.builder(200, null).body("v=0\r\n", "application/sdp")));
        application.on(Methods.OPTIONS, i -> application.answers(i, 200));
        application.on(Methods.BYE, i -> application.answers(i, 200));
        Phone alice = world.phone("alice").calls(world.uri("x")).isInCall();
        Phone bob = world.phone("bob").calls(world.uri("x")).sees(503);
        sends(world, bob, 1);
        world.passes(A_MOMENT);
        String invite = application.sends(SipRequest.builder(Methods.INVITE, "sip:bob@bob.example"));
        world.passes(A_MOMENT);

        assertThat(answers(bob, 200)).isEqualTo(1);
        assertThat(refused(world, Refused.TOO_MANY_DIALOGS)).isEqualTo(1);
        assertThat(application.refusal(invite)).contains("too many dialogs");
        alice.hangsUp().isIdle();
    }

    @Test
    void remove_route_takes_one_verb_away_and_calls_go_on() {
        EngineWorld world = world(USUAL);
        ScriptedApplication application = world.application("invite", "options", "bye");
        application.on(
                Methods.INVITE,
                i -> application.answers(i, SipResponse.builder(200, null).body("v=0\r\n", "application/sdp")));
        application.on(Methods.OPTIONS, i -> application.answers(i, 200));
        application.on(Methods.BYE, i -> application.answers(i, 200));
        Phone alice = world.phone("alice").calls(world.uri("x")).isInCall();

        application.say(new ClientMessage.RemoveRoute("r1", "INVITE"));

        Phone bob = world.phone("bob");
        bob.calls(world.uri("x")).sees(503);
        sends(world, bob, 1);
        world.passes(A_MOMENT);
        assertThat(answers(bob, 200)).isEqualTo(1);
        alice.hangsUp().isIdle();
    }

    @Test
    void no_more_requests_in_unknown_dialogs_are_shown_to_applications_than_the_bound_says() {
        EngineWorld world = world(USUAL);
        ScriptedApplication application = world.node("desk", "node-1", "info");
        Phone mallory = world.phone("mallory");

        for (int i = 0; i < 1_001; i++) {
            sends(world, mallory, request(world, mallory, Methods.INFO, ";tag=unknown", "phone"));
        }
        world.passes(A_MOMENT);

        assertThat(application.requests(Methods.INFO)).hasSize(1_000);
        assertThat(answers(mallory, 503)).isEqualTo(1);
    }

    @Test
    void no_more_requests_wait_for_an_application_than_the_bound_says() {
        EngineWorld world = world(USUAL);
        Phone mallory = world.phone("mallory");

        for (int i = 0; i < 1_001; i++) {
            sends(world, mallory, request(world, mallory, Methods.INFO, ";tag=unknown", "phone"));
        }
        world.passes(A_MOMENT);

        assertThat(answers(mallory, 503)).isEqualTo(1);
    }

    @Test
    void no_more_requests_wait_for_a_decision_than_the_bound_says() {
        CompletableFuture<Choice> decision = new CompletableFuture<>();
        EngineWorld world = engine.with(EngineOptions.defaults().withChooser(arrival -> decision));
        Phone mallory = world.phone("mallory");

        sends(world, mallory, 10_001);
        world.passes(A_MOMENT);
        assertThat(answers(mallory, 503)).isEqualTo(1);

        decision.complete(new Choice.Reject(404, null));
        world.passes(A_MOMENT);
        assertThat(answers(mallory, 404)).isEqualTo(10_000);
    }

    @Test
    void an_application_routes_no_more_verbs_than_the_bound_says() {
        EngineWorld world = world(USUAL);
        ScriptedApplication application = world.application();
        for (int i = 0; i < Application.MAX_VERBS; i++) {
            application.routes("verb" + i);
        }
        assertThat(application.allRefusals()).isEmpty();

        application.routes("one-too-many");

        assertThat(application.allRefusals())
                .singleElement()
                .satisfies(refusal -> assertThat(refusal.text()).contains("expected: ≤ " + Application.MAX_VERBS));
    }
}
