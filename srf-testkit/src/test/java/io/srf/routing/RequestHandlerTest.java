// SPDX-License-Identifier: Apache-2.0
package io.srf.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.dialog.ShardStats;
import io.srf.server.routing.HttpChooser;
import io.srf.server.routing.HttpRule;
import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** New requests whose fate an HTTP server decides. */
class RequestHandlerTest {
    private static final String SECRET = "cymru";

    private final LoopbackWorld world = new LoopbackWorld();
    private final RequestHandler handler = new RequestHandler();
    private final HttpChooser chooser = new HttpChooser(List.of(
            HttpRule.parse("INVITE " + handler.url()),
            HttpRule.parse("MESSAGE POST " + handler.url() + "/said"),
            HttpRule.parse("INFO tcp://127.0.0.1:1")));
    private final SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
            .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SECRET)
            .withEngine(EngineOptions.defaults().withChooser(chooser)));
    private final Phone alice =
            world.phone("alice").outboundProxy(engine.listenPoints().getFirst().address());

    @AfterEach
    void nothing_is_left_over() {
        try (world;
                chooser;
                handler;
                engine) {
            await().untilAsserted(() -> {
                assertThat(engine.stats().join().dialogs()).isZero();
                assertThat(engine.stats().join().openRequests()).isZero();
            });
        }
    }

    @Test
    void the_handler_is_asked_with_what_drachtio_tells() {
        handler.says(200, "{\"action\":\"reject\",\"data\":{\"status\":403,\"reason\":\"No Way\"}}");
        alice.calls("sip:bob@example.com;zone=5").sees(403).isIdle();

        assertThat(alice.received().response(403).reason()).isEqualTo("No Way");
        assertThat(handler.questions())
                .singleElement()
                .satisfies(
                        asked -> assertThat(asked)
                                .startsWith(
                                        "GET method=INVITE&domain=example.com&protocol=udp&source_address=127.0.0.1&fromUser=alice&toUser=bob"
                                                + "&uriUser=bob&contentType=application%2Fsdp&uri=sip%3Abob%40example.com%3Bzone%3D5&zone=5"));
    }

    @Test
    void a_handler_that_wants_it_is_posted_the_message() {
        handler.says(200, "{\"action\":\"reject\",\"data\":{\"status\":404}}");
        alice.sendsTo("bob", "MESSAGE").sees(404, "MESSAGE");

        assertThat(handler.questions())
                .singleElement()
                .satisfies(asked -> assertThat(asked)
                        .startsWith("POST method=MESSAGE")
                        .contains("\nMESSAGE sip:bob@")
                        .contains("Max-Forwards: "));
    }

    @Test
    void a_caller_is_sent_elsewhere() {
        handler.says(200, "{\"action\":\"redirect\",\"data\":{\"contact\":[\"sip:carol@a\",\"<sip:dave@b>;q=0.5\"]}}");
        alice.calls("bob").sees(302).isIdle();

        assertThat(alice.received().response(302).all(HeaderName.CONTACT))
                .extracting(Header::value)
                .containsExactly("<sip:carol@a>", "<sip:dave@b>;q=0.5");
    }

    @Test
    void a_call_is_passed_on_without_an_application() {
        Phone bob = world.phone("bob");
        handler.says(
                200,
                "{\"action\":\"proxy\",\"data\":{\"destination\":\"sip:bob@127.0.0.1:"
                        + bob.address().getPort() + "\",\"recordRoute\":true}}");
        alice.calls("bob");
        bob.isTold("INVITE").rings();
        alice.sees(180);
        bob.answers();
        alice.isInCall().hangsUp().isIdle();
        bob.isIdle();

        assertThat(bob.received().request("BYE").all(HeaderName.VIA)).hasSize(2);
    }

    @Test
    void a_call_goes_to_an_application_with_the_tag() {
        try (Srf red = Srf.create(config -> config.tags("red"));
                Srf blue = Srf.create(config -> config.tags("green", "blue"))) {
            red.invite((req, res) -> res.send(486));
            blue.invite((req, res) -> res.send(480, "blue"));
            connect(red);
            connect(blue);
            handler.says(200, "{\"action\":\"route\",\"data\":{\"tag\":\"blue\"}}");
            for (int i = 0; i < 3; i++) {
                alice.calls("bob").sees(480).isIdle();
            }
            assertThat(alice.received().response(480).reason()).isEqualTo("blue");
        }
    }

    @Test
    void a_call_for_a_tag_that_nobody_has_is_refused() {
        try (Srf red = Srf.create(config -> config.tags("red"))) {
            red.invite((req, res) -> res.send(486));
            connect(red);
            handler.says(200, "{\"action\":\"route\",\"data\":{\"tag\":\"blue\"}}");
            alice.calls("bob").sees(480).isIdle();
        }
    }

    @Test
    void the_log_says_that_nobody_has_the_tag_and_why_the_next_call_was_refused() {
        try (LogLines log = LogLines.of("io.srf.server.dialog.NewRequests")) {
            handler.says(200, "{\"action\":\"route\",\"data\":{\"tag\":\"blue\"}}");
            alice.calls("bob").sees(480).isIdle();
            alice.calls("bob").sees(480).isIdle();
            handler.says(404, "");
            alice.calls("bob").sees(500).isIdle();

            assertThat(log.lines())
                    .anySatisfy(line -> assertThat(line)
                            .contains("nobody was found for this INVITE: no application with the tag 'blue'"))
                    .anySatisfy(line -> assertThat(line).contains("404"))
                    .hasSizeLessThan(4);
        }
    }

    @Test
    void the_engine_connects_to_an_application_that_listens() {
        try (Srf listening = Srf.create(config -> {})) {
            listening.invite((req, res) -> listening.createUAS(req, res, answer -> answer.localSdp("v=0\r\n")));
            int port = listening.listen(0, SECRET).getPort();
            handler.says(200, "{\"action\":\"route\",\"data\":{\"uri\":\"127.0.0.1:" + port + ";transport=tcp\"}}");
            alice.calls("bob").isInCall().hangsUp().isIdle();
        }
    }

    @Test
    void an_application_with_another_secret_gets_no_call() {
        try (Srf listening = Srf.create(config -> {})) {
            listening.invite((req, res) -> res.send(486));
            int port = listening.listen(0, "other").getPort();
            handler.says(200, "{\"action\":\"route\",\"data\":{\"uri\":\"127.0.0.1:" + port + "\"}}");
            alice.calls("bob").sees(480).isIdle();
        }
    }

    @Test
    void a_call_for_an_application_that_does_not_listen_is_refused() {
        handler.says(200, "{\"action\":\"route\",\"data\":{\"uri\":\"127.0.0.1:1\"}}");
        alice.calls("bob").sees(480).isIdle();
    }

    @Test
    void a_rule_may_name_the_application_itself() {
        alice.sendsTo("bob", "INFO").sees(480, "INFO");
        assertThat(handler.questions()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no JSON",
                "[]",
                "{\"action\":\"dance\"}",
                "{\"action\":\"reject\",\"data\":{\"status\":200}}",
                "{\"action\":\"reject\"}",
                "{\"action\":\"redirect\",\"data\":{\"contact\":[]}}",
                "{\"action\":\"redirect\",\"data\":{\"contact\":[7]}}",
                "{\"action\":\"proxy\",\"data\":{}}",
                "{\"action\":\"proxy\",\"data\":{\"destination\":\"sip:\"}}",
                "{\"action\":\"proxy\",\"data\":{\"destination\":\"sip:a@b\",\"finalTimeout\":\"soon\"}}",
                "{\"action\":\"route\",\"data\":{\"uri\":\"nowhere\"}}",
                "{\"action\":\"route\",\"data\":{\"uri\":\"host:99999\"}}",
                "{\"action\":\"route\",\"data\":{\"uri\":\"host:1;transport=pigeon\"}}"
            })
    void a_call_with_an_answer_that_makes_no_sense_is_refused(String answer) {
        handler.says(200, answer);
        alice.calls("bob").sees(500).isIdle();
    }

    @Test
    void a_call_whose_handler_fails_or_says_too_much_is_refused() {
        handler.says(404, "{\"action\":\"reject\",\"data\":{\"status\":403}}");
        alice.calls("bob").sees(500).isIdle();
        handler.says(200, " ".repeat(70_000));
        alice.calls("bob").sees(500).isIdle();
    }

    @Test
    void a_call_whose_handler_does_not_answer_in_time_is_refused() {
        alice.calls("bob");
        await().untilAsserted(() -> assertThat(alice.received().responses(503)).isNotEmpty());
        alice.isIdle();
    }

    @Test
    void a_call_whose_handler_is_away_is_refused() {
        handler.close();
        try (LogLines log = LogLines.of("io.srf.server.dialog.NewRequests")) {
            alice.calls("bob").sees(503).isIdle();
            assertThat(log.lines())
                    .singleElement()
                    .asString()
                    .contains("nobody was found for this INVITE: the request handler 127.0.0.1:")
                    .contains("did not answer: java.net.ConnectException");
        }
        assertThat(engine.measures().join().shards().stream()
                        .mapToLong(ShardStats::unplaced)
                        .sum())
                .isOne();
    }

    @Test
    void a_telephone_number_is_told_as_a_user() {
        handler.says(200, "{\"action\":\"reject\",\"data\":{\"status\":404}}");
        alice.calls("bob", invite -> invite.set(HeaderName.TO, "<tel:+1-555-1234>"))
                .sees(404)
                .isIdle();

        assertThat(handler.questions())
                .singleElement()
                .satisfies(asked -> assertThat(asked).contains("&toUser=%2B15551234&uriUser=bob&"));
    }

    @Test
    void a_caller_who_gives_up_while_the_handler_thinks_is_let_go() {
        alice.calls("bob");
        await().until(() -> handler.questions().size() == 1);
        alice.cancels().sees(487).isIdle();
        handler.says(200, "{\"action\":\"reject\",\"data\":{\"status\":403}}");

        alice.sendsTo("bob", "INFO").sees(480, "INFO");
        assertThat(alice.received().responses(403)).isEmpty();
    }

    @Test
    void methods_without_a_rule_go_to_applications_in_their_turn() {
        try (Srf srf = Srf.create(config -> {})) {
            srf.options((req, res) -> res.send(200));
            connect(srf);
            alice.sendsTo("bob", "OPTIONS").sees(200, "OPTIONS");
            assertThat(handler.questions()).isEmpty();
        }
    }

    private void connect(Srf srf) {
        srf.connect("127.0.0.1", engine.adminAddress().getPort(), SECRET).join();
    }
}
