// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A test that fails while a process is paused is told so, and does not wait for ever. */
@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PausedEngineTest {
    @Test
    void a_cluster_with_a_paused_process_does_not_come_to_rest() {
        try (SimCluster cluster = SimCluster.embedded(2, srf -> {}, config -> {})) {
            cluster.nodes().getFirst().pause();
            assertThatThrownBy(cluster::comesToRest)
                    .isInstanceOf(AssertionError.class)
                    .hasMessageContaining("its process is paused");
        }
    }
}
