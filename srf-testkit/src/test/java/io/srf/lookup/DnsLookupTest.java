// SPDX-License-Identifier: Apache-2.0
package io.srf.lookup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.lookup.DnsOptions;
import io.srf.server.lookup.LookupLimits;
import io.srf.server.transaction.TimerValues;
import io.srf.server.transaction.TransactionSettings;
import io.srf.server.transport.Protocol;
import io.srf.sip.SipRequest;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An engine with real sockets finds its targets in a real name server. */
class DnsLookupTest {
    /** So that 64·T1, after which a silent target is given up, is 3.2 s. */
    private static final TimerValues QUICK =
            new TimerValues(50, 100, 100, 1_000, TimerValues.C, TimerValues.ANSWER_INVITE);

    /** Time enough for a name server that answers. */
    private static final int PLENTY_MILLIS = 30_000;

    private static final int TTL = 60;

    private final DnsServer dns = new DnsServer();
    private final LoopbackWorld world = new LoopbackWorld();
    private SrfServer engine = looksUp(EngineOptions.defaults(), PLENTY_MILLIS);
    private final Srf srf = Srf.create(config -> {});
    private final AtomicReference<String> target = new AtomicReference<>("");
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");
    private final Phone carol = world.phone("carol", Protocol.TCP);

    @BeforeEach
    void an_application_connects_callers_to_a_name() {
        srf.invite((req, res) -> srf.createB2BUA(req, res, target.get()));
        srf.connect(engine).join();
        bob.onCall(call -> call.answers());
        carol.onCall(call -> call.answers());
        dns.a("host.example", "127.0.0.1", TTL);
    }

    @AfterEach
    void nothing_is_left_over() {
        try (dns;
                world;
                SrfServer running = engine;
                srf) {
            await().untilAsserted(
                            () -> assertThat(running.stats().join().dialogs()).isZero());
        }
    }

    private SrfServer looksUp(EngineOptions options, int lookupMillis) {
        return SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0,tcp:127.0.0.1:0")
                .withEngine(options)
                .withDns(DnsOptions.parse(dns.hostPort()).withLimits(new LookupLimits(10, lookupMillis, 8, 60_000))));
    }

    private void takesAnother(SrfServer other) {
        engine.close();
        engine = other;
        srf.connect(engine).join();
    }

    private void callsSomebodyAt(String uri) {
        target.set(uri);
        InetSocketAddress at = engine.listenPoints().getFirst().address();
        alice.calls("sip:desk@127.0.0.1:" + at.getPort());
    }

    private void talksTo(Phone callee) {
        alice.isInCall();
        callee.isInCall();
        alice.hangsUp().isIdle();
        callee.isTold("BYE").isIdle();
    }

    private static int refusingPort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int portOf(Phone phone) {
        return phone.address().getPort();
    }

    @Test
    void NAPTR_and_SRV_lead_to_a_phone_that_speaks_TCP() {
        dns.naptr("example.org", 10, "SIPS+D2T", "_sips._tcp.example.org")
                .naptr("example.org", 20, "SIP+D2T", "_sip._tcp.example.org")
                .naptr("example.org", 30, "SIP+D2U", "_sip._udp.example.org")
                .srv("_sip._tcp.example.org", 1, portOf(carol), "host.example");
        callsSomebodyAt("sip:carol@example.org");
        talksTo(carol);

        assertThat(dns.asked()).containsExactly("NAPTR example.org", "SRV _sip._tcp.example.org", "A host.example");
    }

    @Test
    void answers_are_remembered_for_their_time_to_live() {
        dns.a("brief.example", "127.0.0.1", 1);
        callsSomebodyAt("sip:bob@brief.example:" + portOf(bob));
        talksTo(bob);
        callsSomebodyAt("sip:bob@host.example:" + portOf(bob));
        talksTo(bob);
        callsSomebodyAt("sip:bob@host.example:" + portOf(bob));
        talksTo(bob);
        assertThat(dns.asked()).containsExactly("A brief.example", "A host.example");

        await().pollDelay(Duration.ofMillis(1_100)).until(() -> true);
        callsSomebodyAt("sip:bob@brief.example:" + portOf(bob));
        talksTo(bob);
        assertThat(dns.asked()).containsExactly("A brief.example", "A host.example", "A brief.example");
    }

    @Test
    void a_server_that_refuses_connections_is_followed_by_the_next() {
        dns.srv("_sip._tcp.example.org", 1, refusingPort(), "host.example")
                .srv("_sip._tcp.example.org", 2, portOf(carol), "host.example");
        callsSomebodyAt("sip:carol@example.org;transport=tcp");
        talksTo(carol);
    }

    @Test
    void a_server_that_answers_503_is_followed_by_the_next_which_speaks_something_else() {
        bob.rejectsWith(503);
        dns.srv("_sip._udp.example.org", 1, portOf(bob), "host.example")
                .srv("_sip._tcp.example.org", 1, portOf(carol), "host.example");
        callsSomebodyAt("sip:carol@example.org");
        talksTo(carol);

        SipRequest second = carol.received().request("INVITE");
        assertThat(second.topVia().transport()).isEqualTo("TCP");
        assertThat(second.contacts().getFirst().uri().toString()).contains("transport=tcp");
    }

    @Test
    void a_server_that_is_silent_is_followed_by_the_next() throws IOException {
        takesAnother(looksUp(EngineOptions.defaults().withTransactions(TransactionSettings.of(QUICK)), PLENTY_MILLIS));
        try (DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            dns.srv("_sip._udp.example.org", 1, silent.getLocalPort(), "host.example")
                    .srv("_sip._udp.example.org", 2, portOf(bob), "host.example");
            callsSomebodyAt("sip:bob@example.org");
            talksTo(bob);
        }
    }

    @Test
    void a_name_that_does_not_exist_fails_the_call_and_is_not_asked_for_again_at_once() {
        callsSomebodyAt("sip:bob@nobody.example:5060");
        alice.sees(503).isIdle();
        callsSomebodyAt("sip:bob@nobody.example:5060");
        alice.sees(503).isIdle();

        assertThat(dns.asked()).containsExactly("A nobody.example");
    }

    @Test
    void a_silent_name_server_fails_the_call_in_the_time_that_a_look_up_has() {
        takesAnother(looksUp(EngineOptions.defaults(), 1_500));
        dns.fallsSilent();
        callsSomebodyAt("sip:bob@example.org");
        alice.sees(503).isIdle();
    }

    @Test
    void local_names_are_left_to_the_system() {
        callsSomebodyAt("sip:bob@localhost:" + portOf(bob));
        talksTo(bob);

        assertThat(dns.asked()).isEmpty();
    }
}
