// SPDX-License-Identifier: Apache-2.0
package io.srf.takeover;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.testkit.SimCluster;
import io.srf.testkit.SimNode;

/** The same with an engine in each node's process; calls of Alice come to the first. */
abstract class TwoNodesWithEngines extends TwoNodes {
    final SimNode first = cluster.nodes().getFirst();
    final SimNode second = cluster.nodes().getLast();

    @Override
    SimCluster cluster() {
        return SimCluster.embedded(2, TwoNodes::connectsToBob, this::configure);
    }

    @Override
    void talk() {
        super.talk();
        assertThat(cluster.owner()).isEqualTo(first);
    }
}
