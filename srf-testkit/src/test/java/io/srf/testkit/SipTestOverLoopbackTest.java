// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.Srf;
import io.srf.server.transport.Protocol;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The very same sentences in virtual time, and over real sockets in real time. */
class SipTestOverLoopbackTest {
    @RegisterExtension
    final SipTest simulated = SipTest.withApp(SipTestOverLoopbackTest::connects);

    @RegisterExtension
    final SipTest real = simulated.overLoopback();

    private static void connects(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req, res, "sip:bob@bob.example;transport=" + req.origin().protocol()));
    }

    @Test
    void a_call_is_answered_held_resumed_and_hung_up() {
        call(simulated, Protocol.UDP);
        call(real, Protocol.UDP);
    }

    @Test
    void a_call_goes_over_TCP_too() {
        call(simulated, Protocol.TCP);
        call(real, Protocol.TCP);
        assertThat(real.ladder().toString()).doesNotContain("127.0.0.1");
        assertThat(real.world().trace().packets())
                .extracting(packet -> packet.packet().protocol())
                .containsOnly(Protocol.TCP);
    }

    private static void call(SipTest sip, Protocol protocol) {
        Phone bob = sip.phone("bob", protocol).answersAfter(Duration.ofMillis(100));
        Phone alice = sip.phone("alice", protocol).calls("bob").sees(180).isInCall();
        bob.isInCall();
        alice.holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld();
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();
        sip.passes(Duration.ofMillis(50));
        assertThat(sip.dialogEvents()).contains("create UAS", "create UAC");
        assertThat(sip.ladder().toString()).contains("alice", "engine", "bob");
    }

    @Test
    void the_network_and_the_time_are_real() {
        assertThatThrownBy(real::network)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("over loopback the network is real, expected a test without overLoopback()");
        assertThatThrownBy(real::time).hasMessageContaining("the time is real");
    }
}
