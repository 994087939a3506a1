// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.srf.server.protection.BlockRule;
import io.srf.server.protection.ProtectionOptions;
import io.srf.server.protection.RateLimit;
import io.srf.server.protection.Scanners;
import io.srf.server.transport.Subnet;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class ProtectionFlagsTest {
    private static ProtectionOptions options(String... flags) {
        ProtectionFlags parsed = new ProtectionFlags();
        new CommandLine(parsed).parseArgs(flags);
        return parsed.options();
    }

    @Test
    void without_flags_all_is_as_usual() {
        assertThat(options()).isEqualTo(ProtectionOptions.DEFAULT);
    }

    @Test
    void each_flag_is_heard() {
        ProtectionOptions options = options(
                "--rate-limit=20",
                "--rate-burst=30",
                "--rate-drop",
                "--scanners=tarpit",
                "--scanner=evil,*worse",
                "--block-after=10",
                "--block-seconds=60",
                "--block=192.0.2.0/24,2001:db8::/32",
                "--trust=10.0.0.0/8",
                "--overload-millis=600");

        assertThat(options.rate())
                .isEqualTo(RateLimit.perSecond(20).withBurst(30).dropping());
        assertThat(options.scanners().action()).isEqualTo(Scanners.Action.TARPIT);
        assertThat(options.scanners().userAgents()).containsAll(Scanners.KNOWN).contains("evil", "*worse");
        assertThat(options.blocks()).isEqualTo(new BlockRule(10, BlockRule.WITHIN, Duration.ofMinutes(1)));
        assertThat(options.lists().blocked())
                .containsExactly(Subnet.parse("192.0.2.0/24"), Subnet.parse("2001:db8::/32"));
        assertThat(options.lists().trusted()).containsExactly(Subnet.parse("10.0.0.0/8"));
        assertThat(options.overload().maxWait()).isEqualTo(Duration.ofMillis(600));
    }

    @Test
    void what_cannot_be_read_is_said_and_what_was_expected() {
        assertThatThrownBy(() -> options("--block=here"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("expected such as 10.0.0.0/8");
        assertThatThrownBy(() -> options("--scanners=kill"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("'kill' is not serve, drop or tarpit");
    }
}
