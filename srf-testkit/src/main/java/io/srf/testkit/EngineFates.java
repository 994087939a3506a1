// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import java.util.ArrayList;
import java.util.List;

/** What has become of the engines of a {@link SimCluster}. Threads: the test's. */
final class EngineFates {
    private final VirtualTime time;
    private final SimStore store;
    private final List<EngineSilence> deaths = new ArrayList<>();
    private final List<EngineSilence> standstills = new ArrayList<>();

    EngineFates(VirtualTime time, SimStore store) {
        this.time = time;
        this.store = store;
    }

    /** It dies with all that it knew. */
    void dies(SimEngine engine) {
        deaths.add(silenceOf(engine));
        engine.close();
    }

    /** Its process stands still. */
    void stops(SimEngine engine) {
        standstills.add(silenceOf(engine));
        engine.pause();
    }

    private EngineSilence silenceOf(SimEngine engine) {
        return new EngineSilence(engine.address(), time.elapsed(), store.keys());
    }

    List<EngineSilence> deaths() {
        return List.copyOf(deaths);
    }

    /** Deaths and standstills. */
    List<EngineSilence> silences() {
        List<EngineSilence> all = new ArrayList<>(deaths);
        all.addAll(standstills);
        return all;
    }
}
