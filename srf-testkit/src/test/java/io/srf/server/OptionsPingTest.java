// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.server.routing.Choice;
import io.srf.server.routing.Chooser;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import io.srf.testkit.Phone;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A carrier asks the engine itself with OPTIONS whether it takes calls (RFC 3261 §11). */
class OptionsPingTest {
    private static final EngineOptions ANSWERING = EngineOptions.defaults().withOptionsPing(OptionsPing.ANSWER);
    private static final Duration A_MOMENT = Duration.ofSeconds(1);

    @RegisterExtension
    final OwnEngine engine = new OwnEngine();

    private int pings;

    private EngineWorld world(EngineOptions options) {
        return engine.with(options);
    }

    private SipResponse answer(EngineWorld world, String uri) {
        Phone carrier = world.phone("carrier" + ++pings);
        carrier.sendsRaw(world.address(), """
                OPTIONS %s SIP/2.0\r
                Via: SIP/2.0/UDP carrier.example;branch=z9hG4bKping%d;rport\r
                Max-Forwards: 70\r
                From: <sip:ping@carrier.example>;tag=1\r
                To: <%s>\r
                Call-ID: ping-%d\r
                CSeq: 1 OPTIONS\r
                Content-Length: 0\r
                \r
                """.formatted(uri, pings, uri, pings));
        world.passes(A_MOMENT);
        return (SipResponse) carrier.received().all().getLast();
    }

    private static String itself(EngineWorld world) {
        return world.uri("x").replace("x@", "");
    }

    @Test
    void a_ping_is_answered_by_the_engine_with_what_it_can_do() {
        EngineWorld world = world(ANSWERING);
        world.application("invite", "message");

        SipResponse answer = answer(world, itself(world));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.values(HeaderName.ALLOW))
                .contains(Methods.INVITE, Methods.ACK, Methods.BYE, Methods.CANCEL, Methods.OPTIONS, Methods.MESSAGE)
                .doesNotContain(Methods.REGISTER);
        assertThat(answer.values(HeaderName.SUPPORTED)).containsExactly("100rel", "timer");
        assertThat(answer.header(HeaderName.ACCEPT)).isEqualTo("application/sdp");
    }

    @Test
    void the_engine_is_named_by_its_address_or_by_no_user() {
        EngineWorld world = world(ANSWERING);
        world.application("invite");

        assertThat(answer(world, world.uri("ping")).status()).isEqualTo(200);
        assertThat(answer(world, "sip:sip.example.com").status()).isEqualTo(200);
        assertThat(answer(world, "sip:bob@elsewhere.example").status()).isEqualTo(503);
        assertThat(answer(world, "tel:+4930123456").status()).isEqualTo(503);
    }

    @Test
    void an_application_that_wants_OPTIONS_answers_pings_too() {
        EngineWorld world = world(ANSWERING);
        ScriptedApplication application = world.application("options");
        application.on(Methods.OPTIONS, ping -> application.answers(ping, 204));

        assertThat(answer(world, itself(world)).status()).isEqualTo(204);
    }

    @Test
    void without_anybody_for_calls_the_answer_is_503_so_that_they_go_elsewhere() {
        EngineWorld world = world(ANSWERING);
        world.application("cdr:attempt");

        SipResponse answer = answer(world, itself(world));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.header(HeaderName.RETRY_AFTER)).isEqualTo("10");
    }

    @Test
    void somebody_who_decides_about_requests_is_somebody_for_calls() {
        Chooser rejecting = arrival -> arrival.request().is(Methods.INVITE)
                ? CompletableFuture.completedFuture(new Choice.Reject(603, null))
                : null;
        EngineWorld world = world(ANSWERING.withChooser(rejecting));

        assertThat(answer(world, itself(world)).status()).isEqualTo(200);
    }

    @Test
    void an_engine_that_drains_answers_503_with_Retry_After() {
        EngineWorld world = world(ANSWERING);
        world.application("invite");
        world.engine().drain(A_MOMENT, DrainPolicy.END);

        SipResponse answer = answer(world, itself(world));

        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.has(HeaderName.RETRY_AFTER)).isTrue();
    }

    @Test
    void what_pings_get_can_change_while_the_engine_runs() {
        EngineWorld world = world(EngineOptions.defaults());
        world.application("invite");

        world.engine().optionsPing(OptionsPing.ANSWER);
        assertThat(answer(world, itself(world)).status()).isEqualTo(200);

        world.engine().optionsPing(OptionsPing.REFUSE);
        assertThat(answer(world, itself(world)).status()).isEqualTo(503);
    }

    @Test
    void unless_it_is_told_to_the_engine_answers_no_pings() {
        EngineWorld world = world(EngineOptions.defaults());
        world.application("invite");

        assertThat(answer(world, itself(world)).status()).isEqualTo(503);
    }
}
