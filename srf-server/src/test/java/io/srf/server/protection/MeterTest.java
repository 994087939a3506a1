// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class MeterTest {
    private static final long SECOND = 1_000_000_000;
    private static final long ALICE = 1L << 32 | 7;

    private static int allowed(Meter meter, long source, long now, int tries) {
        int allowed = 0;
        for (int i = 0; i < tries; i++) {
            allowed += meter.exceeds(source, now) ? 0 : 1;
        }
        return allowed;
    }

    @Test
    void a_burst_is_allowed_and_then_the_rate() {
        Meter meter = new Meter(10, Duration.ofSeconds(1), 20, 100);

        assertThat(allowed(meter, ALICE, SECOND, 50)).isEqualTo(20);
        assertThat(allowed(meter, ALICE, 2 * SECOND, 50)).isEqualTo(10);
        assertThat(allowed(meter, ALICE, 2 * SECOND + SECOND / 10, 50)).isEqualTo(1);
        assertThat(allowed(meter, ALICE, 60 * SECOND, 50)).isEqualTo(20);
    }

    @Test
    void sources_do_not_disturb_each_other() {
        Meter meter = new Meter(1, Duration.ofSeconds(1), 1, 1_000);

        for (long source = 1; source <= 100; source++) {
            assertThat(meter.exceeds(source, SECOND)).isFalse();
        }
        assertThat(meter.exceeds(50, SECOND)).isTrue();
    }

    @Test
    void the_last_of_the_offences_is_too_many() {
        Meter meter = Meter.ofOffences(3, Duration.ofSeconds(60));

        assertThat(meter.exceeds(ALICE, SECOND)).isFalse();
        assertThat(meter.exceeds(ALICE, SECOND)).isFalse();
        assertThat(meter.exceeds(ALICE, SECOND)).isTrue();
        meter.forgive(ALICE);
        assertThat(meter.exceeds(ALICE, SECOND)).isFalse();
    }

    @Test
    void a_single_offence_can_be_too_many() {
        assertThat(Meter.ofOffences(1, Duration.ofSeconds(60)).exceeds(ALICE, SECOND))
                .isTrue();
    }

    @Test
    void a_million_sources_take_no_more_memory_than_its_table_has() {
        SourceTable table = new SourceTable(64);

        for (long source = 1; source <= 1_000_000; source++) {
            table.put(source, source);
        }

        long[] left = {0};
        table.forEach(source -> left[0]++);
        assertThat(left[0]).isBetween(1L, 128L);
        assertThat(table.get(1_000_000)).isEqualTo(1_000_000);
    }
}
