// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Calls between two SIPp processes through {@code ./srf b2bua}. They mostly wait for timers, so all are played at once. */
@Execution(ExecutionMode.CONCURRENT)
class SippScenariosTest {
    private static final Pattern RETRANSMISSIONS = Pattern.compile("\"retransmissions\":(\\d+)");
    /** A 2xx is repeated 10 times within 64·T1, at intervals that double up to T2 (RFC 3261 §13.3.1.4). */
    private static final int REPETITIONS_OF_A_2XX = 10;

    @TempDir
    Path folder;

    @BeforeAll
    static void sipp_is_installed() {
        assumeTrue(Sipp.isInstalled(), "sipp is not installed");
    }

    /** Plays a call, and waits until nothing of it is left; returns the status page at that time. */
    private String call(String caller, String callee, String... flags) throws Exception {
        int bob = Sipp.freePort();
        try (RunningB2bua b2bua = new RunningB2bua(bob, List.of(flags));
                Sipp called = Sipp.called(callee, folder, bob);
                Sipp calling = Sipp.calling(caller, folder, b2bua.port())) {
            calling.plays();
            called.plays();
            b2bua.comesToRest();
            return b2bua.status();
        }
    }

    @Test
    void a_call_is_connected_and_ends() throws Exception {
        call("caller", "callee");
    }

    @Test
    void the_caller_hears_early_media() throws Exception {
        call("early-media-caller", "early-media-callee");
    }

    @Test
    void a_call_without_an_offer_is_offered_by_the_callee_and_answered_in_the_ACK() throws Exception {
        call("late-offer-caller", "late-offer-callee");
    }

    @Test
    void the_caller_holds_and_resumes() throws Exception {
        call("hold-caller", "held-callee");
    }

    @Test
    void the_callee_holds_and_resumes() throws Exception {
        call("held-caller", "hold-callee");
    }

    @Test
    void a_reliable_183_and_its_PRACK_pass() throws Exception {
        call("reliable-caller", "reliable-callee", "--pass-headers", "all");
    }

    @Test
    void a_caller_who_gives_up_while_it_rings_is_answered_487_and_the_callee_is_cancelled() throws Exception {
        call("cancel-caller", "cancelled-callee");
    }

    @Test
    void a_302_passes_to_the_caller_with_its_targets() throws Exception {
        call("redirected-caller", "moved-callee", "--pass-headers", "all");
    }

    @Test
    void a_302_is_followed_if_asked_for() throws Exception {
        call("caller", "moving-callee", "--follow-redirects");
    }

    @Test
    void a_401_passes_to_the_caller_with_its_challenge() throws Exception {
        call("refused-401-caller", "asking-401-callee");
    }

    @Test
    void a_407_passes_to_the_caller_with_its_challenge() throws Exception {
        call("refused-407-caller", "asking-407-callee");
    }

    @Test
    void a_401_is_answered_by_a_b2bua_that_knows_the_password() throws Exception {
        call("caller", "verifying-401-callee", "--user", "alice", "--password", "secret");
    }

    @Test
    void a_407_is_answered_by_a_b2bua_that_knows_the_password() throws Exception {
        call("caller", "knowing-407-callee", "--user", "alice", "--password", "secret");
    }

    @Test
    void a_200_that_the_caller_never_acknowledges_is_repeated_and_ends_in_BYE_to_both() throws Exception {
        String status = call("silent-caller", "callee");

        Matcher repeated = RETRANSMISSIONS.matcher(status);
        assertThat(repeated.find()).isTrue();
        assertThat(Integer.parseInt(repeated.group(1))).isGreaterThanOrEqualTo(REPETITIONS_OF_A_2XX);
    }

    @Test
    void a_200_of_the_callee_that_is_lost_is_heard_when_it_is_repeated() throws Exception {
        call("caller", "repeating-callee");
    }

    @Test
    void a_callee_whose_200s_are_all_lost_is_cancelled_with_the_call() throws Exception {
        call("cancel-caller", "unheard-callee");
    }

    @Test
    void a_REFER_in_the_call_and_the_NOTIFY_that_follows_pass() throws Exception {
        call("referring-caller", "referred-callee");
    }
}
