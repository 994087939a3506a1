// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.srf.server.ServerConfig;
import io.srf.server.SrfServer;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An unmodified Node drachtio-srf application works with this engine as with a drachtio-server. */
class NodeInteropTest {
    private static final String SECRET = "cymru";

    private final SrfServer server = SrfServer.start(ServerConfig.listen("udp:127.0.0.1:0")
            .withAdmin(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), SECRET));
    private final LoopbackWorld world = new LoopbackWorld();
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");
    private NodeApplication application;

    @BeforeAll
    static void install() throws IOException, InterruptedException {
        NodeApplication.install();
    }

    @BeforeEach
    void name_the_engine() {
        world.name(server.listenPoints().getFirst().address(), "engine");
    }

    @AfterEach
    void nothing_but_closing_transactions_is_left() {
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                var stats = server.stats().join();
                return stats.dialogs() == 0 && stats.owedAnswers() == 0;
            });
        } finally {
            application.close();
            world.close();
            server.close();
        }
    }

    private NodeApplication run(String mode, String... more) throws IOException {
        InetSocketAddress admin = server.adminAddress();
        assertThat(admin).isNotNull();
        String[] arguments = new String[4 + more.length];
        arguments[0] = mode;
        arguments[1] = "127.0.0.1";
        arguments[2] = String.valueOf(admin.getPort());
        arguments[3] = SECRET;
        System.arraycopy(more, 0, arguments, 4, more.length);
        application = NodeApplication.start(arguments);
        return application.says("connected udp/127.0.0.1:");
    }

    private String engine() {
        return "sip:service@127.0.0.1:"
                + server.listenPoints().getFirst().address().getPort();
    }

    @Test
    void it_rejects_a_call_with_its_own_reason_and_header() throws IOException {
        run("reject");

        alice.calls(engine()).sees(486).isIdle();

        application.says("sent 486");
        assertThat(alice.received().response(486).reason()).isEqualTo("So Sorry");
        assertThat(alice.received().response(486).header("X-Why")).isEqualTo("busy");
    }

    @Test
    void it_answers_a_call_takes_an_INFO_and_hears_the_BYE() throws IOException {
        run("uas");

        alice.calls(engine()).sees(180).isInCall();
        application.says("acknowledged");
        alice.sends("INFO", "Signal=7").sees(200, "INFO");
        application.says("info Signal=7");
        alice.hangsUp().isIdle();
        application.says("destroyed");
    }

    @Test
    void it_hears_of_a_CANCEL() throws IOException {
        run("ringing");

        alice.calls(engine()).sees(180).cancels().sees(487).isIdle();

        application.says("cancelled");
    }

    @Test
    void it_calls_out_sends_an_INFO_and_hangs_up() throws IOException {
        bob.answersAfter(Duration.ofMillis(100));

        run("uac", bob.uri().toString());

        application
                .says("provisional 180")
                .says("connected to callee")
                .says("info 200")
                .says("hung up");
        bob.isIdle();
    }

    @Test
    void it_is_told_that_the_callee_is_busy() throws IOException {
        bob.rejectsWith(486);

        run("fails", bob.uri().toString());

        application.says("failed 486");
    }

    @Test
    void its_B2BUA_connects_two_phones_and_the_caller_hangs_up() throws IOException {
        bob.answersAfter(Duration.ofMillis(100));
        run("b2bua", bob.uri().toString());

        alice.calls(engine()).isInCall();
        bob.isInCall();
        application.says("bridged");
        alice.hangsUp().isIdle();
        application.says("a hung up");
        bob.isIdle();
    }

    @Test
    void its_B2BUA_carries_the_callees_BYE_to_the_caller() throws IOException {
        bob.answersAfter(Duration.ofMillis(100));
        run("b2bua", bob.uri().toString());

        alice.calls(engine()).isInCall();
        application.says("bridged");
        bob.isInCall().hangsUp().isIdle();
        application.says("b hung up");
        alice.isIdle();
    }

    @Test
    void its_B2BUA_leaves_nobody_ringing_when_the_caller_gives_up() throws IOException {
        bob.ringsOnly();
        run("b2bua", bob.uri().toString());

        alice.calls(engine()).sees(180).cancels().sees(487).isIdle();

        bob.isTold("CANCEL").isIdle();
    }

    @Test
    void a_wrong_secret_is_refused() throws IOException {
        InetSocketAddress admin = server.adminAddress();
        assertThat(admin).isNotNull();
        application = NodeApplication.start("reject", "127.0.0.1", String.valueOf(admin.getPort()), "not-the-secret");

        application.says("refused");
    }
}
