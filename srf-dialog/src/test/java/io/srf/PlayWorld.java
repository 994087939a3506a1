// SPDX-License-Identifier: Apache-2.0
package io.srf;

import static org.awaitility.Awaitility.await;

import io.srf.script.EngineEnd;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** A scripted engine whose application has threads of its own. The test holds the engine's lock while it plays the phones. */
abstract class PlayWorld {
    static final String SDP_A = DialogWorld.SDP_A;
    static final String SDP_B = DialogWorld.SDP_B;

    final EngineEnd engine = new EngineEnd();

    <T> T play(Supplier<T> part) {
        synchronized (engine) {
            return part.get();
        }
    }

    void eventually(Supplier<Boolean> condition) {
        await().pollDelay(0, TimeUnit.MILLISECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> play(condition));
    }
}
