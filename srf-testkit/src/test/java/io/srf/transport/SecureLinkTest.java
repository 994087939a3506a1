// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.link.LinkOptions;
import io.srf.link.ReconnectPolicy;
import io.srf.link.TcpConnector;
import io.srf.link.TcpOptions;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.routing.HttpChooser;
import io.srf.server.routing.HttpRule;
import io.srf.server.tls.SelfSigned;
import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsIdentity;
import io.srf.server.tls.TlsLimits;
import io.srf.server.tls.TlsOptions;
import io.srf.server.tls.Trust;
import io.srf.server.transport.Protocol;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import io.srf.testkit.PhoneTls;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An admin port that speaks TLS, and certificates that change while the engine runs. */
class SecureLinkTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    private final TlsOptions tls = TlsOptions.NONE.with(PhoneTls.identity());

    private static int adminPort(SrfServer engine) {
        return Objects.requireNonNull(engine.adminAddress()).getPort();
    }

    private static TcpOptions trusting(Trust trust) {
        return TcpOptions.DEFAULT.withTls(new TlsContexts(TlsOptions.NONE.withServers(trust)).clientContext());
    }

    @Test
    void an_application_connects_by_TLS_and_answers_calls() {
        ServerConfig config = ServerConfig.listen("udp:127.0.0.1:0")
                .withAdmin(ANY_PORT, "cymru")
                .withAdminTls(tls);
        try (SrfServer engine = SrfServer.start(config);
                Srf srf = Srf.create(options -> {});
                LoopbackWorld world = new LoopbackWorld()) {
            TcpOptions link = trusting(Trust.in(PhoneTls.identity().certificate()));
            srf.options((req, res) -> res.send(200));
            srf.connect(new TcpConnector("localhost", adminPort(engine), link), LinkOptions.of("cymru"))
                    .join();
            Phone alice = world.phone("alice")
                    .outboundProxy(engine.listenPoints().getFirst().address());

            Phone hasty = alice.patience(Duration.ofMillis(500));
            await().untilAsserted(() -> hasty.sendsTo("desk", "OPTIONS").sees(200));
        }
    }

    @Test
    void an_application_that_does_not_trust_the_engine_does_not_connect() {
        ServerConfig config = ServerConfig.listen("udp:127.0.0.1:0")
                .withAdmin(ANY_PORT, "cymru")
                .withAdminTls(tls);
        try (SrfServer engine = SrfServer.start(config);
                Srf srf = Srf.create(options -> {})) {
            TcpConnector connector = new TcpConnector("localhost", adminPort(engine), trusting(Trust.SYSTEM));

            assertThatThrownBy(() -> srf.connect(connector, once()).join()).hasMessageContaining("certificat");
        }
    }

    @Test
    void a_stranger_at_the_admin_port_shakes_hands_once() throws IOException {
        ServerConfig config = ServerConfig.listen("udp:127.0.0.1:0")
                .withAdmin(ANY_PORT, "cymru")
                .withAdminTls(tls);
        try (SrfServer engine = SrfServer.start(config);
                SSLSocket stranger = connect(Objects.requireNonNull(engine.adminAddress()))) {
            stranger.setEnabledProtocols(new String[] {"TLSv1.2"});
            AtomicInteger handshakes = new AtomicInteger();
            stranger.addHandshakeCompletedListener(done -> handshakes.incrementAndGet());
            stranger.startHandshake();
            stranger.startHandshake();

            assertThatThrownBy(() -> stranger.getInputStream().read()).isInstanceOf(SSLException.class);
            await().untilAsserted(() -> assertThat(handshakes).hasValue(1));
        }
    }

    @Test
    void the_engine_connects_by_TLS_to_an_application_that_listens() {
        assertThatItConnects(Trust.in(PhoneTls.identity().certificate()), 200);
    }

    @Test
    void the_engine_does_not_connect_to_an_application_it_does_not_trust() {
        assertThatItConnects(Trust.SYSTEM, 480);
    }

    private void assertThatItConnects(Trust trust, int status) {
        try (Srf srf = Srf.create(options -> {});
                LoopbackWorld world = new LoopbackWorld()) {
            srf.options((req, res) -> res.send(200));
            TcpOptions listening = TcpOptions.DEFAULT.withTls(new TlsContexts(tls).serverContext());
            int port = srf.listen(ANY_PORT, listening, LinkOptions.of("cymru")).getPort();
            try (HttpChooser chooser = new HttpChooser(List.of(HttpRule.parse("OPTIONS tls://localhost:" + port)));
                    SrfServer engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
                            .withAdmin(ANY_PORT, "cymru")
                            .withTls(TlsOptions.NONE.withServers(trust))
                            .withEngine(EngineOptions.defaults().withChooser(chooser)))) {
                Phone alice = world.phone("alice")
                        .outboundProxy(engine.listenPoints().getFirst().address());
                alice.sendsTo("desk", "OPTIONS").sees(status);
            }
        }
    }

    private static LinkOptions once() {
        return LinkOptions.of("cymru").withReconnect(ReconnectPolicy.NEVER);
    }

    @Test
    void a_certificate_that_is_replaced_is_taken_up_without_a_restart(@TempDir Path folder) throws Exception {
        TlsIdentity first = SelfSigned.in(folder, "sip", List.of("first.example"));
        TlsLimits often = new TlsLimits(Duration.ofSeconds(10), 100, 100, Duration.ofMillis(50));
        ServerConfig config = ServerConfig.listen("tls:127.0.0.1:0")
                .withTls(TlsOptions.NONE.with(first).withLimits(often));
        try (SrfServer engine = SrfServer.start(config)) {
            InetSocketAddress at = engine.listenPoints().getFirst().address();
            assertThat(subject(at)).isEqualTo("CN=first.example");

            replace(first, PhoneTls.identity());
            await().until(() -> subject(at).equals("CN=localhost"));
        }
    }

    private static void replace(TlsIdentity files, TlsIdentity by) throws IOException {
        Files.write(files.key(), Files.readAllBytes(by.key()));
        Files.write(files.certificate(), Files.readAllBytes(by.certificate()));
    }

    private static String subject(InetSocketAddress at) throws IOException {
        try (SSLSocket socket = connect(at)) {
            X509Certificate shown = (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return shown.getSubjectX500Principal().getName();
        }
    }

    private static SSLSocket connect(InetSocketAddress at) throws IOException {
        return (SSLSocket) new TlsContexts(TlsOptions.NONE.withServers(Trust.ANY))
                .clientContext()
                .getSocketFactory()
                .createSocket(at.getAddress(), at.getPort());
    }

    @Test
    void the_engine_says_by_which_transports_it_can_be_reached() {
        ServerConfig config =
                ServerConfig.listen("tls:127.0.0.1:0,wss:127.0.0.1:0").withTls(tls);
        try (SrfServer engine = SrfServer.start(config)) {
            assertThat(engine.listenPoints())
                    .extracting(point -> point.protocol())
                    .containsExactly(Protocol.TLS, Protocol.WSS);
        }
    }
}
