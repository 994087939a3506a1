// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.B2BUA;
import io.srf.Srf;
import io.srf.sip.SipUri;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ChaosTest {
    private static final String PHONES = "@phones.example";

    private static void connects(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(req, res, "sip:" + ((SipUri) req.uri()).user() + PHONES));
    }

    /** Waits in each call for an INFO of bob's, and does not see that the call may end before it comes. */
    private static void forgetsToStopWaiting(Srf srf) {
        srf.invite((req, res) -> {
            CompletableFuture<Void> told = new CompletableFuture<>();
            B2BUA call = srf.createB2BUA(
                            req,
                            res,
                            "sip:bob" + PHONES,
                            options -> options.prepare(dialog -> dialog.onInfo((info, answer) -> {
                                answer.send(200);
                                told.complete(null);
                            })))
                    .join();
            told.join();
            call.session().put("told", true);
        });
    }

    private static Phone bob(SimAppWorld world) {
        Phone bob = world.phone("bob");
        world.host("phones.example", bob);
        return bob;
    }

    private static void bobTellsAndAliceHangsUp(SimAppWorld world) {
        bob(world).onCall(Call::answers);
        Phone alice = world.phone("alice").calls("bob").isInCall();
        world.phone("bob").isInCall().sends("INFO");
        world.passes(Duration.ofMillis(40));
        alice.hangsUp().isIdle();
    }

    @Test
    void a_call_ends_and_leaves_nothing_whatever_the_network_does() {
        SipTest.withApp(ChaosTest::connects)
                .chaos(1)
                .times(Thorough.runs(200, 500))
                .run(world -> {
                    bob(world).answersAfter(Duration.ofSeconds(1));
                    world.phone("alice")
                            .hangsUpAfter(Duration.ofSeconds(3))
                            .calls("bob")
                            .isIdle();
                });
    }

    @Test
    void a_bug_of_the_application_is_found_with_the_fault_that_is_enough_for_it() {
        assertThatThrownBy(() -> SipTest.withApp(ChaosTest::forgetsToStopWaiting)
                        .chaos(1)
                        .run(ChaosTest::bobTellsAndAliceHangsUp))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching(
                        "(?s)chaos: seed \\d+ fails, after \\d+ that did not; it is enough that packet \\d+ \\(.* of \\w+\\) "
                                + "(is lost|is late by \\S+ ms|arrives again after \\S+ ms):\nleft over:\n  running: worker-.*"
                                + "ChaosTest.*INFO.*BYE.*");
    }

    @Test
    void the_seed_that_is_reported_fails_alone_too() {
        Chaos chaos = SipTest.withApp(ChaosTest::forgetsToStopWaiting).chaos(1);
        String report = "";
        try {
            chaos.run(ChaosTest::bobTellsAndAliceHangsUp);
        } catch (AssertionError e) {
            report = e.getMessage();
        }
        long seed = Long.parseLong(report.replaceFirst("(?s)chaos: seed (\\d+) .*", "$1"));

        assertThatThrownBy(() -> SipTest.withApp(ChaosTest::forgetsToStopWaiting)
                        .chaos(seed)
                        .times(1)
                        .run(ChaosTest::bobTellsAndAliceHangsUp))
                .hasMessageStartingWith("chaos: seed " + seed + " fails, after 0 that did not");
        if (seed > 1) {
            assertThatCode(() -> chaos.times((int) seed - 1).run(ChaosTest::bobTellsAndAliceHangsUp))
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void a_scenario_that_fails_in_good_weather_is_told_at_once() {
        assertThatThrownBy(() -> SipTest.withApp(srf -> {})
                        .chaos(1)
                        .run(world -> world.phone("alice").calls("bob").sees(200)))
                .hasMessageStartingWith("chaos: it fails without any fault:\nalice did not see 200")
                .hasMessageContaining("INVITE sdp");
    }

    @Test
    void a_run_needs_a_number_and_a_simulated_network() {
        Chaos chaos = SipTest.withApp(srf -> {}).chaos(1);
        assertThatThrownBy(() -> chaos.times(0)).hasMessage("so many runs: 0, expected 1 or more");
        assertThatThrownBy(
                        () -> SipTest.withApp(srf -> {}).overLoopback().chaos(1).run(world -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no chaos over loopback");
    }
}
