// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.B2BUA;
import io.srf.Srf;
import io.srf.app.Extras;
import io.srf.app.SipException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

/** The same seed gives the same run, event for event, although handlers are blocking code on virtual threads. */
class DeterminismTest {
    private static final int SEEDS = Thorough.runs(500, 2_000);
    private static final Will BAD = Will.GOOD
            .withJitter(Duration.ofMillis(30))
            .withLoss(0.1)
            .withDuplication(0.1)
            .withReordering(0.1);

    /** What a run was: every packet with its time and fate, and what the application heard. */
    private record Run(String trace, List<String> events) {}

    /** Tries carol if bob does not answer, and greets who talks: three things to wait for, one after the other. */
    private static void hunt(Srf srf, String bob, String carol) {
        srf.invite((req, res) -> {
            B2BUA call;
            try {
                call = srf.createB2BUA(req, res, bob, options -> options.passFailure(false))
                        .join();
            } catch (CompletionException e) {
                if (!(e.getCause() instanceof SipException)) {
                    throw e;
                }
                call = srf.createB2BUA(req, res, carol).join();
            }
            call.session().put("greeted", true);
            call.uac().info(Extras.NONE).join();
        });
    }

    private static Run run(long seed) {
        SipTest sip = SipTest.withApp(srf -> {}).seed(seed);
        Phone bob = sip.phone("bob").rejectsWith(486);
        Phone carol = sip.phone("carol").answersAfter(Duration.ofMillis(500));
        hunt(sip.srf(), bob.uri().toString(), carol.uri().toString());
        sip.network().will(BAD);

        sip.phone("alice").hangsUpAfter(Duration.ofSeconds(2)).calls("bob");
        AppWorld world = sip.world();
        sip.end(null);
        return new Run(world.trace().toString(), world.dialogEvents());
    }

    @Test
    void hundreds_of_seeds_give_the_same_run_twice() {
        Set<String> different = new HashSet<>();
        for (long seed = 0; seed < SEEDS; seed++) {
            Run first = run(seed);
            assertThat(run(seed)).as("seed %d", seed).isEqualTo(first);
            different.add(first.trace());
        }
        assertThat(different).hasSizeGreaterThan(SEEDS * 9 / 10);
    }
}
