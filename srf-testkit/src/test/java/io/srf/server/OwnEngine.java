// SPDX-License-Identifier: Apache-2.0
package io.srf.server;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The engine of a test that chooses its options itself: after the test nothing is left of it. */
final class OwnEngine implements AfterEachCallback {
    private @Nullable EngineWorld opened;

    EngineWorld with(EngineOptions options) {
        EngineWorld world = new EngineWorld(1, 1, options);
        opened = world;
        return world;
    }

    @Override
    public void afterEach(ExtensionContext context) {
        if (opened != null) {
            opened.comesToRest();
            opened.close();
        }
    }
}
