// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import static io.srf.server.transport.StreamSamples.OPTIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.server.tls.ClientCertificates;
import io.srf.server.tls.ClientCertificates.Demand;
import io.srf.server.tls.NewCertificates;
import io.srf.server.tls.TestIdentities;
import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsIdentity;
import io.srf.server.tls.TlsLimits;
import io.srf.server.tls.TlsOptions;
import io.srf.server.tls.Trust;
import io.srf.server.transport.TestNetwork.Received;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** SIP over TLS (RFC 3261 §26.2.1). */
@ExtendWith(NoLeaks.class)
class NettyNetworkTlsTest {
    private static final String LISTEN = "tls:127.0.0.1:0";

    private TestNetwork engine = open(TestIdentities.options());

    private static TestNetwork open(TlsOptions options) {
        return TestNetwork.open(LISTEN, NetworkOptions.DEFAULT.withTls(options));
    }

    private void reopen(TlsOptions options) {
        engine.close();
        engine = open(options);
    }

    @AfterEach
    void close_all() {
        engine.close();
    }

    private InetSocketAddress address() {
        return engine.address(Protocol.TLS);
    }

    private SSLSocket connect(String name) throws IOException {
        return TlsPeer.connect(address(), TlsOptions.NONE, name);
    }

    private static String subjectOf(SSLSocket socket) throws IOException {
        try (socket) {
            return TlsPeer.subject(socket);
        }
    }

    @Test
    void a_message_is_answered_on_the_connection_it_came_by() throws Exception {
        try (SSLSocket socket = connect("")) {
            TestPeer peer = new TestPeer(socket);
            peer.send(OPTIONS);
            Received received = engine.next();
            engine.send(received.flow(), "answer");

            assertThat(received.text()).isEqualTo(OPTIONS);
            assertThat(received.flow().protocol()).isEqualTo(Protocol.TLS);
            assertThat(peer.receive(6)).isEqualTo("answer");
            assertThat(socket.getSession().getProtocol()).isEqualTo("TLSv1.3");
        }
        assertThat(engine.troubles()).isEmpty();
    }

    @Test
    void two_engines_talk_over_one_connection() {
        try (TestNetwork other = open(TestIdentities.options())) {
            Flow flow = other.network.flowTo(Protocol.TLS, address(), "sip.example.com");
            other.send(flow, OPTIONS);
            Received received = engine.next();
            engine.send(received.flow(), OPTIONS);
            other.send(other.network.flowTo(Protocol.TLS, address(), "sip.example.com"), OPTIONS);

            assertThat(other.next().flow()).isEqualTo(flow);
            assertThat(engine.next().flow()).isEqualTo(received.flow());
            assertThat(other.network.connections()).isOne();
        }
    }

    @Test
    void a_server_that_has_no_certificate_for_the_host_gets_no_message() {
        try (TestNetwork other = open(TestIdentities.options())) {
            other.send(other.network.flowTo(Protocol.TLS, address(), "sip.example.net"), OPTIONS);

            assertThat(other.nextFailure()).hasMessageContaining("No subject alternative DNS name matching");
            other.awaitCount(NetworkCounter.HANDSHAKES_FAILED, 1);
            assertThat(engine.received).isEmpty();
        }
    }

    @Test
    void a_server_of_an_unknown_authority_gets_no_message() {
        try (TestNetwork other =
                open(TestIdentities.options().withServers(Trust.in(TestIdentities.OTHER.certificate())))) {
            other.send(other.network.flowTo(Protocol.TLS, address()), OPTIONS);

            assertThat(other.nextFailure()).hasMessageContaining("TLS failed");
        }
    }

    @Test
    void any_server_can_be_trusted() {
        try (TestNetwork other = open(TestIdentities.options().withServers(Trust.ANY))) {
            other.send(other.network.flowTo(Protocol.TLS, address(), "nobody.invalid"), OPTIONS);

            assertThat(engine.next().text()).isEqualTo(OPTIONS);
        }
    }

    @Test
    void a_connection_checked_for_one_host_is_not_used_for_another() {
        try (TestNetwork other = open(TestIdentities.options())) {
            Flow one = other.network.flowTo(Protocol.TLS, address(), "sip.example.com");
            Flow two = other.network.flowTo(Protocol.TLS, address(), "localhost");
            other.send(one, OPTIONS);
            other.send(two, OPTIONS);

            assertThat(one).isNotEqualTo(two);
            assertThat(engine.next().flow()).isNotEqualTo(engine.next().flow());
        }
    }

    @Test
    void the_certificate_is_that_of_the_name_asked_for() throws Exception {
        reopen(TestIdentities.options().with(TestIdentities.OTHER));

        assertThat(subjectOf(connect("a.example.org"))).isEqualTo("CN=*.example.org");
        assertThat(subjectOf(connect("SIP.example.com"))).isEqualTo("CN=sip.example.com");
        assertThat(subjectOf(connect("else.invalid"))).isEqualTo("CN=sip.example.com");
        assertThat(subjectOf(connect(""))).isEqualTo("CN=sip.example.com");
    }

    @Test
    void new_files_serve_new_connections_and_old_connections_stay(@TempDir Path folder) throws Exception {
        TlsIdentity files = copy(TestIdentities.LOOPBACK, folder);
        reopen(TlsOptions.NONE.with(files));
        try (SSLSocket before = connect("")) {
            copy(TestIdentities.OTHER, folder);
            boolean refreshed = tls().refresh();
            new TestPeer(before).send(OPTIONS);

            assertThat(refreshed).isTrue();
            assertThat(tls().refresh()).isFalse();
            assertThat(engine.next().text()).isEqualTo(OPTIONS);
            assertThat(subjectOf(connect(""))).isEqualTo("CN=*.example.org");
        }
    }

    @Test
    void files_that_have_become_bad_do_not_replace_the_good_ones(@TempDir Path folder) throws Exception {
        TlsIdentity files = copy(TestIdentities.LOOPBACK, folder);
        reopen(TlsOptions.NONE.with(files));
        Files.writeString(files.key(), "half a f");

        assertThat(tls().refresh()).isFalse();
        assertThat(subjectOf(connect(""))).isEqualTo("CN=sip.example.com");
        assertThatThrownBy(() -> tls().prepare())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(files.key().toString());
    }

    @Test
    void files_that_were_read_are_named_and_not_in_use_before_that_is_wanted(@TempDir Path folder) throws Exception {
        TlsIdentity files = copy(TestIdentities.LOOPBACK, folder);
        reopen(TlsOptions.NONE.with(files));
        assertThat(tls().prepare().files()).isEmpty();
        copy(TestIdentities.OTHER, folder);

        NewCertificates fresh = tls().prepare();
        assertThat(fresh.files()).containsExactlyInAnyOrder(files.certificate(), files.key());
        assertThat(subjectOf(connect(""))).isEqualTo("CN=sip.example.com");

        fresh.use();
        assertThat(subjectOf(connect(""))).isEqualTo("CN=*.example.org");
        assertThat(tls().prepare().files()).isEmpty();
    }

    private TlsContexts tls() {
        return Objects.requireNonNull(engine.network.tls());
    }

    private static TlsIdentity copy(TlsIdentity from, Path folder) throws IOException {
        Path certificate = folder.resolve("a.crt");
        Path key = folder.resolve("a.key");
        Files.deleteIfExists(certificate);
        Files.deleteIfExists(key);
        return TlsIdentity.of(Files.copy(from.certificate(), certificate), Files.copy(from.key(), key));
    }

    @Test
    void a_peer_without_a_required_certificate_is_turned_away() {
        reopen(TestIdentities.options().withClients(clients(Demand.REQUIRED)));

        assertThatThrownBy(() -> {
                    try (SSLSocket socket = connect("")) {
                        new TestPeer(socket).receive(1);
                    }
                })
                .isInstanceOf(SSLException.class);
        engine.awaitCount(NetworkCounter.HANDSHAKES_FAILED, 1);
    }

    @Test
    void a_peer_with_the_required_certificate_is_let_in() throws Exception {
        reopen(TestIdentities.options().withClients(clients(Demand.REQUIRED)));

        try (SSLSocket socket = TlsPeer.connect(address(), TlsOptions.NONE.with(TestIdentities.OTHER), "")) {
            new TestPeer(socket).send(OPTIONS);

            assertThat(engine.next().text()).isEqualTo(OPTIONS);
        }
    }

    @Test
    void a_wanted_certificate_may_be_missing_but_not_be_bad() throws Exception {
        reopen(TestIdentities.options().withClients(clients(Demand.WANTED)));

        try (SSLSocket socket = connect("")) {
            new TestPeer(socket).send(OPTIONS);
            assertThat(engine.next().text()).isEqualTo(OPTIONS);
        }
        assertThatThrownBy(() -> {
                    try (SSLSocket socket =
                            TlsPeer.connect(address(), TlsOptions.NONE.with(TestIdentities.LOOPBACK), "")) {
                        new TestPeer(socket).receive(1);
                    }
                })
                .isInstanceOf(IOException.class);
    }

    private static ClientCertificates clients(Demand demand) {
        return new ClientCertificates(demand, TestIdentities.OTHER.certificate());
    }

    @Test
    void old_versions_of_TLS_are_refused() throws Exception {
        try (SSLSocket socket = TlsPeer.open(address())) {
            socket.setEnabledProtocols(new String[] {"TLSv1.1"});

            assertThatThrownBy(socket::startHandshake).isInstanceOf(SSLHandshakeException.class);
        }
    }

    @Test
    void a_peer_that_shakes_hands_a_second_time_loses_its_connection() throws Exception {
        try (SSLSocket socket = TlsPeer.open(address())) {
            AtomicInteger handshakes = new AtomicInteger();
            socket.addHandshakeCompletedListener(done -> handshakes.incrementAndGet());
            socket.setEnabledProtocols(new String[] {"TLSv1.2"});
            socket.startHandshake();
            new TestPeer(socket).send(OPTIONS);
            assertThat(engine.next().text()).isEqualTo(OPTIONS);

            socket.startHandshake();

            assertThat(TlsPeer.isClosed(socket)).isTrue();
            await().untilAsserted(() -> assertThat(handshakes).hasValue(1));
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.HANDSHAKES_FAILED);
    }

    @Test
    void a_peer_that_does_not_shake_hands_loses_its_connection() throws Exception {
        reopen(TestIdentities.options().withLimits(limits(Duration.ofMillis(100), 10)));

        try (TestPeer silent = TestPeer.connect(address())) {
            assertThat(silent.receiveToEnd()).isEmpty();
        }
        assertThat(engine.troubles()).containsExactly(NetworkCounter.HANDSHAKES_FAILED);
    }

    @Test
    void a_peer_that_speaks_no_TLS_loses_its_connection() throws Exception {
        try (TestPeer plain = TestPeer.connect(address())) {
            plain.send(OPTIONS);
            plain.receiveToEnd();
        }
        engine.awaitCount(NetworkCounter.HANDSHAKES_FAILED, 1);
        assertThat(engine.received).isEmpty();
    }

    @Test
    void one_handshake_too_many_is_turned_away_and_those_that_are_done_do_not_count() throws Exception {
        reopen(TestIdentities.options().withLimits(limits(Duration.ofSeconds(10), 1)));

        try (SSLSocket done = connect("");
                TestPeer waiting = awaitAccepted()) {
            await().until(() -> engine.network.connections() == 2);
            try (TestPeer another = TestPeer.connect(address())) {
                assertThat(another.receiveToEnd()).isEmpty();
            }
            new TestPeer(done).send(OPTIONS);

            assertThat(engine.next().text()).isEqualTo(OPTIONS);
            assertThat(engine.count(NetworkCounter.HANDSHAKES_REFUSED)).isOne();
            assertThat(waiting.address()).isNotNull();
        }
        try (SSLSocket again = awaitRoom()) {
            assertThat(again.isConnected()).isTrue();
        }
    }

    @Test
    void one_address_does_not_get_all_handshakes() throws Exception {
        reopen(TestIdentities.options()
                .withLimits(new TlsLimits(Duration.ofSeconds(10), 1_000, 1, Duration.ofSeconds(30))));

        try (TestPeer silent = TestPeer.connect(address())) {
            await().until(() -> engine.network.connections() == 1);
            try (TestPeer another = TestPeer.connect(address())) {
                assertThat(another.receiveToEnd()).isEmpty();
            }
            assertThat(engine.count(NetworkCounter.HANDSHAKES_REFUSED)).isOne();
            assertThat(silent.address()).isNotNull();
        }
    }

    private TestPeer awaitAccepted() throws IOException {
        engine.awaitCount(NetworkCounter.CONNECTIONS_ACCEPTED, 1);
        return TestPeer.connect(address());
    }

    private SSLSocket awaitRoom() {
        await().until(() -> engine.network.connections() == 0);
        return await().ignoreExceptions().until(() -> connect(""), Objects::nonNull);
    }

    private static TlsLimits limits(Duration handshake, int max) {
        return new TlsLimits(handshake, max, max, Duration.ofSeconds(30));
    }

    @Test
    void a_message_to_nobody_fails_at_once() throws Exception {
        InetSocketAddress nobody;
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
        }
        engine.send(engine.network.flowTo(Protocol.TLS, nobody), OPTIONS);

        assertThat(engine.nextFailure()).hasMessageContaining("refused");
        await().until(() -> engine.network.connections() == 0);
    }

    @Test
    void without_a_certificate_there_is_no_TLS() {
        assertThatThrownBy(() -> open(TlsOptions.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("need a certificate and its key, found none");
    }
}
