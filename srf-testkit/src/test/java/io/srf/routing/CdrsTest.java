// SPDX-License-Identifier: Apache-2.0
package io.srf.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.app.Agent;
import io.srf.app.AgentListener;
import io.srf.app.Proxying;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.routing.Choice;
import io.srf.sip.HeaderName;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import io.srf.wire.ProxyOptions;
import io.srf.wire.ServerMessage.Cdr;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an application that asks for them hears of what calls are billed by. */
class CdrsTest {
    private final List<String> records = new CopyOnWriteArrayList<>();
    private final LoopbackWorld world = new LoopbackWorld();
    private volatile @Nullable CompletionStage<Choice> decision;
    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
            .withEngine(EngineOptions.defaults().withChooser(arrival -> decision)));
    private final Srf srf = Srf.create(config -> config.links(new AgentListener() {
        @Override
        public void cdr(Agent agent, Cdr cdr) {
            records.add(describe(cdr));
        }
    }));
    private final Phone alice =
            world.phone("alice").outboundProxy(engine.listenPoints().getFirst().address());
    private final Phone bob = world.phone("bob");

    private static String describe(Cdr cdr) {
        String start = cdr.message().startLine();
        return cdr.kind().name().toLowerCase(Locale.ROOT)
                + ' '
                + cdr.source().name().toLowerCase(Locale.ROOT)
                + ' '
                + (cdr.detail() == null ? "" : cdr.detail() + ' ')
                + (start.startsWith("SIP/2.0") ? start.substring(8, 11) : start.substring(0, start.indexOf(' ')));
    }

    @BeforeEach
    void an_application_asks_for_records() {
        srf.links().routeCdrs(Cdr.Kind.values());
        srf.connect(engine).join();
    }

    @AfterEach
    void nothing_is_left_over() {
        try (world;
                engine;
                srf) {
            await().untilAsserted(
                            () -> assertThat(engine.stats().join().dialogs()).isZero());
        }
    }

    private void bridges() {
        srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()));
    }

    private void hears(String... expected) {
        await().untilAsserted(() -> assertThat(records).containsExactly(expected));
    }

    private void talk() {
        alice.calls("bob");
        bob.isTold("INVITE").answers();
        alice.isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_bridged_call_is_recorded_on_both_legs() {
        bridges();
        talk();

        hears(
                "attempt network INVITE",
                "attempt application INVITE",
                "start network uac 200",
                "start application uas 200",
                "stop network normal-release BYE",
                "stop application normal-release BYE");
    }

    @Test
    void a_call_that_is_refused_is_stopped_on_both_legs() {
        bridges();
        bob.rejectsWith(486);
        alice.calls("bob").sees(486).isIdle();

        hears(
                "attempt network INVITE",
                "attempt application INVITE",
                "stop network call-rejected 486",
                "stop application call-rejected 486");
    }

    @Test
    void a_call_that_is_given_up_is_stopped_on_both_legs() {
        bridges();
        alice.calls("bob");
        bob.isTold("INVITE").rings();
        alice.sees(180).cancels().sees(487).isIdle();
        bob.isTold("CANCEL").isIdle();

        hears(
                "attempt network INVITE",
                "attempt application INVITE",
                "stop network call-canceled CANCEL",
                "stop application call-canceled 487");
    }

    @Test
    void a_call_that_nobody_takes_is_refused() {
        alice.calls("bob").sees(503).isIdle();

        hears("attempt network INVITE", "stop application call-rejected 503");
    }

    @Test
    void a_call_that_is_passed_on_is_recorded_as_a_proxy_does() {
        srf.invite((req, res) ->
                req.proxy(Proxying.to(bob.uri().toString()).remainInDialog().build()));
        talk();

        hears(
                "attempt network INVITE",
                "start network proxy-uac 200",
                "start application proxy-uas 200",
                "stop network normal-release BYE");
    }

    @Test
    void a_call_that_the_engine_is_told_to_refuse_is_stopped() {
        decision = CompletableFuture.completedStage(new Choice.Reject(603, null));
        alice.calls("bob").sees(603).isIdle();

        hears("attempt network INVITE", "stop application call-rejected 603");
    }

    @Test
    void a_call_that_is_passed_on_to_nobody_is_stopped_with_what_the_caller_got() {
        decision = CompletableFuture.completedStage(
                new Choice.PassOn(List.of("sip:bob@127.0.0.1:1;transport=tcp"), ProxyOptions.DEFAULT));
        alice.calls("bob").sees(500).isIdle();

        hears("attempt network INVITE", "stop network call-rejected 500");
    }

    @Test
    void a_call_that_has_no_hops_left_to_be_passed_on_is_stopped() {
        decision = CompletableFuture.completedStage(
                new Choice.PassOn(List.of(bob.uri().toString()), ProxyOptions.DEFAULT));
        alice.calls("bob", invite -> invite.set(HeaderName.MAX_FORWARDS, "0")).sees(483);

        hears("attempt network INVITE", "stop application call-rejected 483");
    }

    @Test
    void other_requests_are_not_recorded() {
        srf.options((req, res) -> res.send(200));
        alice.sendsTo("desk", "OPTIONS").sees(200, "OPTIONS");
        alice.sendsTo("desk", "MESSAGE").sees(503, "MESSAGE");

        assertThat(records).isEmpty();
    }
}
