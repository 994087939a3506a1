// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.admin.Application;
import io.srf.server.protection.Block;
import io.srf.server.protection.BlockRule;
import io.srf.server.protection.OverloadLimits;
import io.srf.server.protection.ProtectionOptions.Lists;
import io.srf.server.protection.RateLimit;
import io.srf.server.protection.Refused;
import io.srf.server.protection.Scanners;
import io.srf.server.protection.Scanners.Action;
import io.srf.server.routing.Choice;
import io.srf.server.transport.Subnet;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import io.srf.wire.ClientMessage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Strangers at a whole engine, in virtual time: who is heard, who is not, and that calls that are up go on. */
class ProtectionTest extends ProtectedEngine {
    private int numbers;

    private SipRequest request(EngineWorld world, Phone from, String method, String toTag, String userAgent) {
        String number = "n" + ++numbers;
        String host = from.address().getAddress().getHostAddress();
        return SipRequest.builder(method, world.uri("x"))
                .add(HeaderName.VIA, "SIP/2.0/UDP " + host + ":5060;branch=z9hG4bK" + number + ";rport")
                .add(HeaderName.FROM, "<sip:a@" + host + ">;tag=" + number)
                .add(HeaderName.TO, "<sip:x@198.18.0.1>" + toTag)
                .add(HeaderName.CALL_ID, "call-" + number)
                .add(HeaderName.CSEQ, "1 " + method)
                .add(HeaderName.USER_AGENT, userAgent)
                .build();
    }

    private void sends(EngineWorld world, Phone from, int times) {
        for (int i = 0; i < times; i++) {
            sends(world, from, request(world, from, Methods.OPTIONS, "", "phone/1.0"));
        }
    }

    private static void sends(EngineWorld world, Phone from, SipRequest request) {
        from.sendsRaw(world.address(), request.toString());
    }

    private static void answersOptions(EngineWorld world) {
        ScriptedApplication application = world.application("options", "invite");
        application.on(Methods.OPTIONS, i -> application.answers(i, 200));
    }

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

    @Test
    void a_known_scanner_hears_nothing() {
        EngineWorld world = world(USUAL);
        answersOptions(world);
        Phone scanner = world.phone("scanner");

        sends(world, scanner, request(world, scanner, Methods.OPTIONS, "", "Friendly-Scanner"));
        sends(world, scanner, request(world, scanner, Methods.INVITE, "", "sipcli/v1.8"));
        world.passes(A_MOMENT);

        assertThat(scanner.received().all()).isEmpty();
        assertThat(refused(world, Refused.SCANNER)).isEqualTo(2);
    }

    @Test
    void the_list_of_scanners_is_the_operators() {
        Scanners mine = new Scanners(List.of("*evil"), List.of(), Action.DROP, Action.SERVE, Scanners.TARPIT);
        EngineWorld world = world(USUAL.withScanners(mine));
        answersOptions(world);
        Phone phone = world.phone("phone");

        sends(world, phone, request(world, phone, Methods.OPTIONS, "", "the EVIL one"));
        sends(world, phone, request(world, phone, Methods.OPTIONS, "", "sipvicious"));
        world.passes(A_MOMENT);

        assertThat(answers(phone, 200)).isEqualTo(1);
    }

    @Test
    void a_scanner_in_the_tarpit_gets_403_when_it_has_waited() {
        EngineWorld world = world(USUAL.withScanners(Scanners.DEFAULT.with(Action.TARPIT)));
        answersOptions(world);
        Phone scanner = world.phone("scanner");

        sends(world, scanner, request(world, scanner, Methods.OPTIONS, "", "sipvicious"));
        world.passes(Scanners.TARPIT.minusSeconds(1));
        assertThat(scanner.received().all()).isEmpty();
        assertThat(world.stats().isAtRest()).isTrue();

        world.passes(Duration.ofSeconds(2));
        assertThat(answers(scanner, 403)).isEqualTo(1);
    }

    @Test
    void no_more_wait_in_the_tarpit_than_its_bound_says() {
        EngineWorld world = world(USUAL.withScanners(Scanners.DEFAULT.with(Action.TARPIT)));
        Phone scanner = world.phone("scanner");

        for (int i = 0; i < 3_000; i++) {
            sends(world, scanner, request(world, scanner, Methods.OPTIONS, "", "sipvicious"));
        }
        world.passes(Scanners.TARPIT.plus(A_MOMENT));

        assertThat(answers(scanner, 403)).isEqualTo(1_000);
    }

    @Test
    void a_scanner_is_known_by_its_From_too_but_not_whoever_has_a_similar_name() {
        EngineWorld world = world(USUAL);
        answersOptions(world);
        Phone phone = world.phone("phone");

        for (String from : List.of(
                "<sip:SIPVicious@a.example>;tag=1",
                "\"sipvicious\" <sip:100@a.example>;tag=1",
                "<sip:sipvicious.fan@a.example>;tag=1",
                "<tel:+4930123456>;tag=1",
                "\"Iwar\" <sip:iwar@a.example>;tag=1")) {
            SipRequest request = request(world, phone, Methods.OPTIONS, "", "phone");
            sends(world, phone, request.toBuilder().set(HeaderName.FROM, from).build());
        }
        world.passes(A_MOMENT);

        assertThat(answers(phone, 200)).isEqualTo(3);
        assertThat(refused(world, Refused.SCANNER)).isEqualTo(2);
    }

    @Test
    void other_options_hold_at_once_and_offences_before_still_count() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(2)));
        answersOptions(world);
        Phone mallory = world.phone("mallory");
        mallory.sendsRaw(world.address(), "what?");
        world.passes(A_MOMENT);

        world.engine()
                .protection()
                .become(USUAL.withBlocks(BlockRule.after(2))
                        .withRate(RateLimit.perSecond(2).withBurst(2)));
        sends(world, mallory, 3);
        world.passes(A_MOMENT);
        assertThat(answers(mallory, 200)).isEqualTo(2);
        assertThat(answers(mallory, 503)).isEqualTo(1);
        assertThat(refused(world, Refused.SOURCE_BLOCKED)).isEqualTo(1);

        Phone alice = world.phone("alice");
        Lists trusting = new Lists(List.of(Subnet.parse("198.18.0.0/16")), List.of());
        world.engine()
                .protection()
                .become(USUAL.withRate(RateLimit.perSecond(1).withBurst(1)).withLists(trusting));
        sends(world, alice, 5);
        world.passes(A_MOMENT);
        assertThat(answers(alice, 200)).isEqualTo(5);
    }

    @Test
    void a_source_that_offends_often_is_blocked_for_a_time() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(3)));
        answersOptions(world);
        Phone mallory = world.phone("mallory");

        mallory.sendsRaw(world.address(), "what?");
        mallory.sendsRaw(world.address(), "who?");
        sends(world, mallory, request(world, mallory, Methods.OPTIONS, "", "sipvicious"));
        world.passes(A_MOMENT);
        sends(world, mallory, 4);
        world.passes(A_MOMENT);

        assertThat(answers(mallory, 200)).isZero();
        assertThat(refused(world, Refused.SOURCE_BLOCKED)).isEqualTo(1);
        assertThat(refused(world, Refused.BLOCKED_MESSAGE)).isEqualTo(4);
        assertThat(world.engine().protection().blocklist().list())
                .singleElement()
                .returns(Subnet.parse(mallory.address().getAddress().getHostAddress()), Block::network)
                .returns(true, Block::found);

        world.passes(BlockRule.TIME);
        sends(world, mallory, 1);
        world.passes(A_MOMENT);
        assertThat(answers(mallory, 200)).isEqualTo(1);
    }

    private static Lists trusting(Phone phone) {
        return new Lists(List.of(Subnet.parse(phone.address().getAddress().getHostAddress())), List.of());
    }

    /** Somebody whom this engine blocks after one offence. */
    private Phone blocked(EngineWorld world) {
        answersOptions(world);
        Phone carrier = world.phone("carrier");
        carrier.sendsRaw(world.address(), "what?");
        world.passes(A_MOMENT);
        sends(world, carrier, 1);
        world.passes(A_MOMENT);
        assertThat(answers(carrier, 200)).isZero();
        return carrier;
    }

    @Test
    void a_blocked_source_that_is_trusted_from_now_on_is_heard_again() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(1)));
        Phone carrier = blocked(world);

        world.engine().protection().become(USUAL.withBlocks(BlockRule.after(1)).withLists(trusting(carrier)));
        sends(world, carrier, 1);
        world.passes(A_MOMENT);

        assertThat(answers(carrier, 200)).isEqualTo(1);
        assertThat(world.engine().protection().blocklist().list()).isEmpty();
    }

    @Test
    void when_offences_have_no_consequence_any_more_those_who_were_blocked_are_heard_again() {
        EngineWorld world = world(USUAL.withBlocks(BlockRule.after(1)));
        Phone carrier = blocked(world);

        world.engine().protection().become(USUAL);
        sends(world, carrier, 1);
        world.passes(A_MOMENT);

        assertThat(answers(carrier, 200)).isEqualTo(1);
    }

    @Test
    void nobody_is_blocked_by_itself_unless_told_so() {
        EngineWorld world = world(USUAL);
        answersOptions(world);
        Phone mallory = world.phone("mallory");

        for (int i = 0; i < 100; i++) {
            mallory.sendsRaw(world.address(), "what?");
        }
        sends(world, mallory, 1);
        world.passes(A_MOMENT);

        assertThat(answers(mallory, 200)).isEqualTo(1);
        assertThat(refused(world, Refused.NO_MESSAGE)).isEqualTo(100);
    }

    @Test
    void a_network_that_the_operator_blocks_is_not_heard_until_it_is_unblocked() {
        Subnet all = Subnet.parse("198.18.0.0/16");
        EngineWorld world = world(USUAL.withLists(new Lists(List.of(), List.of(all))));
        answersOptions(world);
        Phone alice = world.phone("alice");

        sends(world, alice, 1);
        world.passes(A_MOMENT);
        assertThat(alice.received().all()).isEmpty();

        world.engine().protection().blocklist().unblock(all);
        sends(world, alice, 1);
        world.passes(A_MOMENT);
        assertThat(answers(alice, 200)).isEqualTo(1);
    }

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
