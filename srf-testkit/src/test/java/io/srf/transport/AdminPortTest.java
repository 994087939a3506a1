// SPDX-License-Identifier: Apache-2.0
package io.srf.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.link.PeerLimits;
import io.srf.server.EngineOptions;
import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.server.protection.AdminGuard;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.Refused;
import io.srf.server.transport.Subnet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Strangers at the admin port. */
class AdminPortTest {
    private static final InetSocketAddress ANY_PORT = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private static final String ID = "11111111-1111-1111-1111-111111111111";

    private SrfServer engine =
            SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0").withAdmin(ANY_PORT, "cymru"));
    private final List<Socket> open = new ArrayList<>();

    @AfterEach
    void all_is_closed() throws IOException {
        for (Socket socket : open) {
            socket.close();
        }
        engine.close();
    }

    private Socket connects() throws IOException {
        Socket socket = Attackers.connect(Objects.requireNonNull(engine.adminAddress()));
        open.add(socket);
        return socket;
    }

    /** Says something and returns all that is answered until the engine closes. */
    private String answerTo(String message) throws IOException {
        Socket socket = connects();
        say(socket, message);
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static void say(Socket socket, String message) throws IOException {
        socket.getOutputStream().write(Attackers.bytes(message.length() + "#" + message));
    }

    private static String some(Socket socket) throws IOException {
        byte[] some = new byte[2_000];
        return new String(some, 0, socket.getInputStream().read(some), StandardCharsets.UTF_8);
    }

    private long refused(Refused why) {
        return engine.refusals().getOrDefault(why, 0L);
    }

    @Test
    void whoever_does_not_authenticate_first_is_refused_and_closed() throws IOException {
        assertThat(answerTo(ID + "|route|invite")).contains("NO|not authenticated");
        assertThat(answerTo(ID + "|ping")).contains("NO|not authenticated");
    }

    @Test
    void after_five_wrong_secrets_an_address_is_shut_out_with_the_right_one_too() throws IOException {
        for (int i = 0; i < AdminGuard.MAX_WRONG_SECRETS; i++) {
            assertThat(answerTo(ID + "|authenticate|guess" + i)).contains("NO|incorrect secret");
        }

        assertThat(Attackers.isClosed(connects())).isTrue();

        assertThat(refused(Refused.WRONG_SECRET)).isEqualTo(AdminGuard.MAX_WRONG_SECRETS);
        await().untilAsserted(
                        () -> assertThat(refused(Refused.ADMIN_CONNECTION)).isPositive());
    }

    @Test
    void a_trusted_address_is_not_shut_out() throws IOException {
        engine.close();
        ProtectionOptions trusting = ProtectionOptions.DEFAULT.withLists(
                new ProtectionOptions.Lists(List.of(Subnet.parse("127.0.0.0/8")), List.of()));
        engine = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
                .withAdmin(ANY_PORT, "cymru")
                .withEngine(EngineOptions.defaults().withProtection(trusting)));

        for (int i = 0; i < 2 * AdminGuard.MAX_WRONG_SECRETS; i++) {
            assertThat(answerTo(ID + "|authenticate|guess")).contains("NO|incorrect secret");
        }
        Socket application = connects();
        say(application, ID + "|authenticate|cymru");

        assertThat(some(application)).contains("OK|");
    }

    @Test
    void the_right_secret_makes_up_for_wrong_ones() throws IOException {
        for (int i = 0; i < 3 * AdminGuard.MAX_WRONG_SECRETS; i++) {
            if (i % 3 == 2) {
                Socket application = connects();
                say(application, ID + "|authenticate|cymru");
                assertThat(some(application)).contains("OK|");
            } else {
                assertThat(answerTo(ID + "|authenticate|guess")).contains("NO|incorrect secret");
            }
        }
        assertThat(refused(Refused.ADMIN_CONNECTION)).isZero();
    }

    private void isLetIn() throws IOException {
        Socket application = connects();
        say(application, ID + "|authenticate|cymru");
        assertThat(some(application)).contains("OK|");
    }

    @Test
    void the_longest_silent_of_an_address_makes_room_for_the_next_one() throws IOException {
        for (int i = 0; i < AdminGuard.MAX_STRANGERS; i++) {
            connects();
        }
        isLetIn();

        assertThat(Attackers.isClosed(open.getFirst())).isTrue();
        assertThat(refused(Refused.ADMIN_CONNECTION)).isOne();
    }

    @Test
    void the_silent_never_take_all_the_connections_that_there_may_be() throws IOException {
        engine.close();
        PeerLimits four = new PeerLimits(4, 99_999, 1 << 20, 10_000, 10_000);
        ServerConfig.Admin admin = new ServerConfig.Admin(ANY_PORT, null, "cymru", four, null);
        ServerConfig usual = ServerConfig.listen("udp:127.0.0.1:0");
        engine = SrfServer.start(
                new ServerConfig(usual.listen(), admin, usual.engine(), usual.network(), usual.loops(), usual.dns()));
        for (int i = 0; i < 10; i++) {
            connects();
        }

        assertThat(Attackers.isClosed(open.getFirst())).isTrue();
        await().ignoreExceptions().untilAsserted(this::isLetIn);
    }

    @Test
    void one_that_was_sent_away_in_silence_is_gone_at_once() throws IOException {
        for (int i = 0; i <= AdminGuard.MAX_STRANGERS; i++) {
            connects();
        }

        await().atMost(Duration.ofSeconds(1))
                .untilAsserted(() -> assertThat(
                                Objects.requireNonNull(engine.adminStats()).open())
                        .isEqualTo(AdminGuard.MAX_STRANGERS));
    }

    @Test
    void applications_that_are_let_in_do_not_count_as_strangers() throws IOException {
        for (int i = 0; i < 2 * AdminGuard.MAX_STRANGERS; i++) {
            Socket application = connects();
            say(application, ID + "|authenticate|cymru");
            assertThat(some(application)).contains("OK|");
        }
        assertThat(refused(Refused.ADMIN_CONNECTION)).isZero();
    }
}
