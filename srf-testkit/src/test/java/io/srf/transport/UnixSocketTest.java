// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.srf.Srf;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.protection.AdminGuard;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.Refused;
import io.srf.server.routing.HttpChooser;
import io.srf.server.routing.HttpRule;
import io.srf.server.tls.TlsOptions;
import io.srf.server.transport.Subnet;
import io.srf.testkit.Call;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import io.srf.testkit.PhoneTls;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Applications that come to an engine by a UNIX domain socket. */
class UnixSocketTest {
    private static final String SECRET = "ours";
    private static final String ID = "11111111-1111-1111-1111-111111111111";

    @TempDir
    private Path folder;

    private Path socket = Path.of("admin.sock");
    private final Srf srf = Srf.create();
    private final LoopbackWorld world = new LoopbackWorld();
    private final Phone bob = world.phone("bob").onCall(Call::answers);

    @BeforeEach
    void an_application_connects_callers_to_Bob() {
        socket = folder.resolve("admin.sock");
        srf.invite((req, res) -> srf.createB2BUA(req, res, bob.uri().toString()));
    }

    @AfterEach
    void nothing_is_left() {
        srf.close();
        world.close();
        assertThat(socket).doesNotExist();
    }

    private ServerConfig config() {
        return ServerConfig.listen("udp:127.0.0.1:0").withAdmin(socket, SECRET);
    }

    private void aCallPasses(String caller, SrfServer engine) {
        Phone alice = world.phone(caller)
                .outboundProxy(engine.listenPoints().getFirst().address());
        alice.calls("sip:desk@127.0.0.1").isInCall().hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
    }

    @Test
    void a_call_passes_through_engine_and_application() {
        try (SrfServer engine = SrfServer.start(config())) {
            srf.connect(socket, SECRET).join();
            aCallPasses("alice", engine);

            assertThat(engine.adminAddress()).isNull();
            assertThat(Objects.requireNonNull(engine.adminStats()).open()).isOne();
            assertThat(srf.links().agents().getFirst().peer()).isEqualTo("unix:" + socket);
        }
    }

    @Test
    void the_application_comes_back_when_the_engine_does() {
        try (SrfServer first = SrfServer.start(config())) {
            srf.connect(socket, SECRET).join();
            aCallPasses("alice", first);
        }
        assertThat(socket).doesNotExist();
        try (SrfServer second = SrfServer.start(config())) {
            await().until(() -> !second.measures().join().routes().isEmpty());
            aCallPasses("carol", second);
        }
    }

    @Test
    void an_application_with_a_wrong_secret_is_refused() {
        try (SrfServer engine = SrfServer.start(config())) {
            assertThatThrownBy(() -> srf.connect(socket, "wrong").join()).hasMessageContaining("incorrect secret");
            assertThat(engine.refusals().get(Refused.WRONG_SECRET)).isOne();
        }
    }

    /** Says something and returns all that is answered until the engine closes. */
    private String answerTo(String message) throws IOException {
        try (SocketChannel stranger = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            stranger.write(ByteBuffer.wrap(Attackers.bytes(message.length() + "#" + message)));
            return new String(Channels.newInputStream(stranger).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException closed) {
            return "";
        }
    }

    private void guesses() throws IOException {
        for (int i = 0; i < AdminGuard.MAX_WRONG_SECRETS; i++) {
            assertThat(answerTo(ID + "|authenticate|guess" + i)).contains("NO|incorrect secret");
        }
    }

    @Test
    void those_who_come_by_it_are_one_source_that_is_shut_out_after_five_wrong_secrets() throws IOException {
        try (SrfServer engine = SrfServer.start(config())) {
            guesses();
            assertThat(answerTo(ID + "|authenticate|" + SECRET)).isEmpty();
            assertThat(engine.refusals().get(Refused.WRONG_SECRET)).isEqualTo((long) AdminGuard.MAX_WRONG_SECRETS);
        }
    }

    @Test
    void who_trusts_loopback_trusts_them_too() throws IOException {
        ProtectionOptions trusting = ProtectionOptions.DEFAULT.withLists(
                new ProtectionOptions.Lists(List.of(Subnet.parse("127.0.0.0/8")), List.of()));
        try (SrfServer engine =
                SrfServer.start(config().withEngine(EngineOptions.defaults().withProtection(trusting)))) {
            guesses();
            guesses();
            srf.connect(socket, SECRET).orTimeout(20, TimeUnit.SECONDS).join();
            aCallPasses("alice", engine);
        }
    }

    @Test
    void an_engine_whose_applications_come_by_it_connects_to_others_by_TCP() {
        int port = srf.listen(0, SECRET).getPort();
        try (HttpChooser chooser = new HttpChooser(List.of(HttpRule.parse("INVITE tcp://127.0.0.1:" + port)));
                SrfServer engine = SrfServer.start(
                        config().withEngine(EngineOptions.defaults().withChooser(chooser)))) {
            aCallPasses("alice", engine);
        }
    }

    @Test
    void TLS_has_no_meaning_there() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> config().withAdminTls(TlsOptions.NONE.with(PhoneTls.identity())))
                .withMessageContaining("TLS has no meaning at a UNIX domain socket");
    }
}
