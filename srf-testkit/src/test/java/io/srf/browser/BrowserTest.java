// SPDX-License-Identifier: Apache-2.0
package io.srf.browser;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.app.Extras;
import io.srf.app.Proxying;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.Protocol;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import io.srf.testkit.PhoneTls;
import io.srf.transport.Listening;
import io.srf.wire.Origin;
import java.io.ByteArrayInputStream;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JsSIP in a real browser, which comes by WSS to an engine with a certificate that it made itself. */
class BrowserTest {
    private static String program = "";

    @TempDir
    private Path profile;

    private final LoopbackWorld world = new LoopbackWorld();
    private final SrfServer engine =
            SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0,tcp:127.0.0.1:0,wss:127.0.0.1:0")
                    .withTls(TlsOptions.NONE.with(PhoneTls.identity())));
    private final Srf srf = Srf.create(config -> {});
    private final Map<String, String> contacts = new ConcurrentHashMap<>();
    private final Map<String, String> flows = new ConcurrentHashMap<>();
    private PhonePages pages;
    private Chromium browser;

    @BeforeAll
    static void install() throws Exception {
        program = Chromium.installed();
        PhonePages.install();
    }

    @BeforeEach
    void an_application_connects_its_users() throws Exception {
        srf.register((req, res) -> {
            Origin from = req.origin();
            String user = req.callingNumber();
            flows.put(user, "sip:" + from.address() + ":" + from.port() + ";transport=" + from.protocol());
            contacts.put(user, req.message().contact().uri().toString());
            res.send(200, null, Extras.of("Contact", req.header("Contact")));
        });
        srf.invite((req, res) -> {
            String user = req.calledNumber();
            srf.createB2BUA(req, res, contacts.get(user), options -> options.proxy(flows.get(user)));
        });
        srf.connect(engine).join();
        pages = new PhonePages();
    }

    @AfterEach
    void nothing_is_left_over() throws Exception {
        try (world;
                engine;
                srf;
                PhonePages served = pages;
                Chromium running = browser) {
            await().untilAsserted(() -> {
                assertThat(engine.stats().join().dialogs()).isZero();
                assertThat(srf.openCalls()).isZero();
            });
        }
    }

    private void open(String... names) throws Exception {
        String wss = "wss://localhost:" + at(Protocol.WSS).getPort();
        browser = Chromium.open(program, profile, certificate(), pages.page(List.of(names), wss));
        for (String name : names) {
            pages.hears(name, "registered");
        }
    }

    private static Certificate certificate() throws Exception {
        byte[] pem = Files.readAllBytes(PhoneTls.identity().certificate());
        return CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(pem));
    }

    private InetSocketAddress at(Protocol protocol) {
        return Listening.at(engine, protocol);
    }

    private Phone bob() {
        InetSocketAddress engineAt = at(Protocol.TCP);
        return world.phone("bob", Protocol.TCP)
                .outboundProxy(engineAt)
                .registers("127.0.0.1:" + engineAt.getPort())
                .sees(200, "REGISTER");
    }

    private static void answers(Phone phone) {
        String answer = WebRtcAnswer.to(phone.call().remoteSdp());
        phone.call().answers(response -> response.body(answer, "application/sdp"));
    }

    @Test
    void a_browser_calls_a_phone_and_hangs_up() throws Exception {
        Phone bob = bob();
        open("alice");
        pages.tell("alice", "call sip:bob@srf.example");
        bob.isTold("INVITE").rings();
        pages.hears("alice", "progress");
        answers(bob);
        bob.isInCall();
        pages.hears("alice", "confirmed");
        pages.tell("alice", "hang-up");
        bob.isTold("BYE").isIdle();
        pages.hears("alice", "ended local Terminated");
    }

    @Test
    void a_phone_hangs_up_on_a_browser() throws Exception {
        Phone bob = bob();
        open("alice");
        pages.tell("alice", "call sip:bob@srf.example");
        bob.isTold("INVITE");
        answers(bob);
        bob.isInCall().hangsUp();
        pages.hears("alice", "ended remote Terminated");
        bob.isIdle();
    }

    @Test
    void a_phone_hangs_up_on_a_browser_that_has_called_through_a_proxy() throws Exception {
        srf.invite((req, res) -> req.proxy(
                Proxying.to(contacts.get(req.calledNumber())).remainInDialog().build()));
        InetSocketAddress engineAt = at(Protocol.UDP);
        Phone bob = world.phone("bob")
                .outboundProxy(engineAt)
                .registers("127.0.0.1:" + engineAt.getPort())
                .sees(200, "REGISTER");
        open("alice");
        pages.tell("alice", "call sip:bob@srf.example");
        bob.isTold("INVITE");
        answers(bob);
        pages.hears("alice", "confirmed");
        bob.isInCall().hangsUp();
        pages.hears("alice", "ended remote Terminated");
        bob.isIdle();
    }

    @Test
    void a_browser_calls_a_browser_which_holds_and_hangs_up() throws Exception {
        open("alice", "carol");
        pages.tell("alice", "call sip:carol@srf.example");
        pages.hears("carol", "called by alice");
        pages.tell("carol", "answer");
        pages.hears("alice", "confirmed");
        pages.hears("carol", "confirmed");
        pages.tell("carol", "hold");
        pages.hears("alice", "hold remote");
        pages.hears("carol", "holds");
        pages.tell("carol", "unhold");
        pages.hears("alice", "unhold remote");
        pages.hears("carol", "holds no more");
        pages.tell("carol", "hang-up");
        pages.hears("alice", "ended remote Terminated");
    }

    @Test
    void a_browser_that_gives_up_cancels() throws Exception {
        open("alice", "carol");
        pages.tell("alice", "call sip:carol@srf.example");
        pages.hears("carol", "called by alice");
        pages.hears("alice", "progress");
        pages.tell("alice", "hang-up");
        pages.hears("alice", "failed local Canceled");
        pages.hears("carol", "failed remote Canceled");
    }
}
