// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackTest {
    private final LoopbackWorld world = new LoopbackWorld();
    private final Phone alice = world.phone("alice");
    private final Phone bob = world.phone("bob");

    @AfterEach
    void close() {
        world.close();
    }

    @Test
    void the_same_verbs_work_over_real_sockets() {
        alice.calls(bob);
        bob.isTold("INVITE").rings();
        alice.sees(180);
        bob.answers();
        alice.isInCall().holds().sees(200, "INVITE");
        bob.isHeld();
        alice.resumes().sees(200, "INVITE");
        bob.isNotHeld().sends("INFO", "hello").sees(200, "INFO");
        alice.hangsUp().isIdle();
        bob.isTold("BYE").isIdle();

        String ladder = world.ladder().toString();
        assertThat(ladder.lines().toList().getFirst()).matches(" +ms  alice +bob");
        assertThat(ladder.lines()).hasSize(15);
        assertThat(ladder).contains("INVITE sdp sendonly", "200 INVITE sdp recvonly");
    }

    @Test
    void scripts_run_in_real_time() {
        bob.answersAfter(Duration.ofMillis(20)).hangsUpAfter(Duration.ofMillis(20));
        alice.calls(bob).sees(180).sees(200).isTold("BYE").isIdle();
    }

    @Test
    void an_expectation_fails_after_its_patience() {
        assertThatThrownBy(
                        () -> alice.calls(bob).patience(Duration.ofMillis(300)).sees(200))
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith("alice did not see 200 within PT0.3S")
                .hasMessageContaining("INVITE sdp");
        bob.rejects(486);
        alice.patience(Duration.ofSeconds(30)).sees(486).isIdle();
    }

    @Test
    void what_a_script_throws_comes_out_in_the_test() {
        bob.onCall(call -> {
            throw new IllegalStateException("oops");
        });
        alice.calls(bob);
        await().untilAsserted(() -> assertThatThrownBy(() -> bob.perform(() -> {}))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("oops"));
    }

    @Test
    void what_a_verb_throws_comes_out_of_it() {
        assertThatThrownBy(alice::answers)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("alice has no call");
        assertThatThrownBy(() -> alice.calls("sip:bob@no-such-host.invalid")).hasMessageContaining("unknown host");
    }

    @Test
    void an_address_that_is_taken_is_named() {
        assertThatThrownBy(() -> UdpLine.bind("carol", alice.address(), world.trace()))
                .hasMessageContaining(
                        "cannot bind udp 127.0.0.1:" + alice.address().getPort());
        assertThatThrownBy(() -> UdpLine.bind("carol", new InetSocketAddress("0.0.0.0", 0), world.trace()))
                .hasMessageContaining("that peers can reach");
    }

    @Test
    void a_script_may_ask_its_own_phone() {
        bob.onCall(call -> {
            assertThat(bob.call()).isSameAs(call);
            bob.rejects(404);
        });
        alice.calls(bob).sees(404).isIdle();
    }

    @Test
    void a_closed_phone_is_silent() {
        alice.calls(bob);
        bob.isTold("INVITE");
        bob.close();
        bob.close();
        int sent = bob.sent().all().size();
        alice.cancels().patience(Duration.ofMillis(300));
        assertThatThrownBy(() -> alice.sees(487)).isInstanceOf(AssertionError.class);

        assertThat(bob.sent().all()).hasSize(sent);
        assertThatThrownBy(bob::hangsUp)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("bob is closed");
    }
}
