// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.app.Proxying;
import io.srf.app.RequestOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.tls.TlsOptions;
import io.srf.server.tls.Trust;
import io.srf.server.transport.Protocol;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import io.srf.testkit.PhoneTls;
import io.srf.testkit.WebSocketLine;
import io.srf.wire.Origin;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Calls over every transport there is, through an application that remembers where its users registered from. */
class SecureCallsTest {
    private static final String LISTEN =
            "udp:127.0.0.1:0,tcp:127.0.0.1:0,tls:127.0.0.1:0,ws:127.0.0.1:0,wss:127.0.0.1:0";

    private final LoopbackWorld world = new LoopbackWorld();
    private final TlsOptions tls = TlsOptions.NONE
            .with(PhoneTls.identity())
            .withServers(Trust.in(PhoneTls.identity().certificate()));
    private final SrfServer engine = SrfServer.start(ServerConfig.listen(LISTEN).withTls(tls));
    private final Srf srf = Srf.create(config -> {});
    private final Map<String, String> registered = new ConcurrentHashMap<>();

    @BeforeEach
    void an_application_connects_its_users() {
        srf.register((req, res) -> {
            Origin from = req.origin();
            String at = from.address() + ":" + from.port() + ";transport=" + from.protocol();
            registered.put(req.callingNumber(), "sip:" + at);
            res.send(200);
        });
        srf.invite((req, res) -> srf.createB2BUA(req, res, registered.get(req.calledNumber())));
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

    private Phone phone(String name, Protocol protocol) {
        return registers(world.phone(name, protocol), protocol);
    }

    private Phone registers(Phone phone, Protocol protocol) {
        InetSocketAddress at = Listening.at(engine, protocol);
        return phone.outboundProxy(at).registers("127.0.0.1:" + at.getPort()).sees(200, "REGISTER");
    }

    private void call(Phone alice, Phone bob) {
        alice.calls("bob");
        bob.isTold("INVITE").rings();
        alice.sees(180);
        bob.answers();
        alice.isInCall().holds().sees(200, "INVITE");
        bob.isTold("INVITE").hangsUp();
        alice.isTold("BYE").isIdle();
        bob.isIdle();
    }

    @Test
    void a_browser_calls_a_phone_and_is_hung_up_on() {
        Phone alice = phone("alice", Protocol.WSS);
        Phone bob = phone("bob", Protocol.UDP);
        call(alice, bob);

        assertThat(alice.received().response(200).topVia().transport()).isEqualTo("WSS");
        assertThat(alice.received().request("BYE").topVia().transport()).isEqualTo("WSS");
        assertThat(alice.received().response(180).contact().toString()).contains(";transport=ws");
    }

    @Test
    void a_phone_calls_a_browser() {
        call(phone("alice", Protocol.TCP), phone("bob", Protocol.WS));
    }

    @Test
    void browsers_call_each_other() {
        call(phone("alice", Protocol.WS), phone("bob", Protocol.WSS));
    }

    @Test
    void a_call_to_a_browser_that_goes_away_while_it_rings_fails_at_once() {
        Phone alice = phone("alice", Protocol.UDP);
        WebSocketLine line = WebSocketLine.plain("bob", world.trace());
        try (Phone bob = Phone.on(line, "bob", "bob-lost")) {
            registers(bob, Protocol.WS);
            alice.calls("bob");
            bob.isTold("INVITE").rings();
            alice.sees(180);
            line.disconnect();

            alice.sees(503).isIdle();
        }
    }

    private void areInCall(Phone alice, Phone browser) {
        registers(browser, Protocol.WS);
        alice.calls("bob");
        browser.isTold("INVITE").answers();
        alice.isInCall();
    }

    @Test
    void a_request_to_a_browser_that_has_gone_away_fails_at_once() {
        Phone alice = phone("alice", Protocol.UDP);
        WebSocketLine line = WebSocketLine.plain("bob", world.trace());
        try (Phone bob = Phone.on(line, "bob", "bob-gone")) {
            areInCall(alice, bob);
            line.disconnect();

            alice.sends("INFO", "").sees(503, "INFO").hangsUp().isIdle();
        }
    }

    @Test
    void a_browser_that_comes_back_by_another_connection_goes_on_talking() {
        Phone alice = phone("alice", Protocol.UDP);
        WebSocketLine line = WebSocketLine.plain("bob", world.trace());
        try (Phone bob = Phone.on(line, "bob", "bob-back")) {
            areInCall(alice, bob);
            bob.isInCall();
            line.disconnect();
            bob.holds().sees(200, "INVITE");

            alice.isHeld().hangsUp().isIdle();
            bob.isTold("BYE").isIdle();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"TCP", "TLS", "WS", "WSS"})
    void a_call_through_a_proxy_that_stays_in_it_ends_from_the_other_side(Protocol protocol) {
        srf.invite((req, res) -> req.proxy(
                Proxying.to(registered.get(req.calledNumber())).remainInDialog().build()));
        Phone alice = phone("alice", protocol);
        Phone bob = phone("bob", Protocol.UDP);
        talksAndIsHungUpOn(alice, bob);
        talksAndIsHungUpOn(bob, alice);
    }

    private static void talksAndIsHungUpOn(Phone caller, Phone callee) {
        caller.calls(callee.name());
        callee.isTold("INVITE").answers();
        caller.isInCall();
        callee.isInCall().hangsUp();
        caller.isTold("BYE").isIdle();
        callee.isIdle();
    }

    @Test
    void phones_call_each_other_over_TLS() {
        Phone alice = phone("alice", Protocol.TLS);
        Phone bob = phone("bob", Protocol.TLS);
        call(alice, bob);

        assertThat(bob.received().request("INVITE").topVia().transport()).isEqualTo("TLS");
        assertThat(bob.received().request("INVITE").contact().toString()).contains(";transport=tls");
    }

    @Test
    void a_carrier_is_reached_by_sips_if_its_certificate_is_good() {
        Phone carrier = world.phone("carrier", Protocol.TLS);
        String uri = "sips:127.0.0.1:" + carrier.address().getPort();
        srf.options((req, res) -> srf.request(uri, RequestOptions.method("OPTIONS"))
                .thenAccept(answer -> res.send(answer.message().status())));
        Phone alice = phone("alice", Protocol.UDP);
        alice.sendsTo("desk", "OPTIONS").sees(200, "OPTIONS");

        assertThat(carrier.received().request("OPTIONS").uriText()).startsWith("sips:");
        assertThat(carrier.received().request("OPTIONS").topVia().transport()).isEqualTo("TLS");
    }
}
