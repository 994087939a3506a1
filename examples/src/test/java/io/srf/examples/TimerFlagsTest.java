// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.transaction.TimerValues;
import io.srf.server.transaction.TransactionSettings;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class TimerFlagsTest {
    private static TransactionSettings settings(String... flags) {
        TimerFlags parsed = new TimerFlags();
        new CommandLine(parsed).parseArgs(flags);
        return parsed.settings();
    }

    @Test
    void without_flags_they_are_those_of_the_RFC() {
        assertThat(settings()).isEqualTo(TransactionSettings.DEFAULT);
    }

    @Test
    void each_flag_is_heard_and_the_longer_timers_follow_T1() {
        TimerValues timers = settings("--t1=100", "--t2=800", "--t4=1000").timers();

        assertThat(timers.t1()).isEqualTo(100);
        assertThat(timers.t2()).isEqualTo(800);
        assertThat(timers.t4()).isEqualTo(1_000);
        assertThat(timers.limit()).isEqualTo(6_400);
        assertThat(timers.d()).isEqualTo(6_400);
    }

    @Test
    void values_that_do_not_fit_together_are_refused() {
        assertThatThrownBy(() -> settings("--t1=5000"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("T2 is 4000 ms, expected: ≥ T1, which is 5000 ms");
    }
}
