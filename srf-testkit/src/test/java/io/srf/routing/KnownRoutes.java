// SPDX-License-Identifier: Apache-2.0
package io.srf.routing;

import io.srf.Srf;

/** Waits for what engines are told, and confirm in the order they hear it. */
final class KnownRoutes {
    private KnownRoutes() {}

    /** Returns when every engine knows the routes of this application; it must not want PUBLISH. */
    static void await(Srf srf) {
        srf.links().resume("PUBLISH");
        srf.links().pause("PUBLISH").join();
    }
}
