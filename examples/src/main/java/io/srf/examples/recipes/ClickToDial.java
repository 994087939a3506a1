// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.recipes;

import io.srf.B2BUA;
import io.srf.Sdp;
import io.srf.SdpDirection;
import io.srf.Srf;
import io.srf.app.Extras;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** Calls one side, then the other, and joins the two: for a link on a page, or a call back (RFC 3725). */
final class ClickToDial {
    private final Srf srf;

    ClickToDial(Srf srf) {
        this.srf = srf;
    }

    CompletableFuture<B2BUA> dial(String first, String second) {
        return srf.createUAC(first, o -> o.answer(ClickToDial::silent).ringTimeout(Duration.ofSeconds(20)))
                .thenCompose(alone -> srf.join(alone, second).whenComplete((call, failure) -> {
                    if (failure != null) {
                        alone.destroy(Extras.of("Reason", "SIP;cause=480"));
                    }
                }));
    }

    /** Accepts the first one's offer without any media, until the second one is there. */
    private static String silent(String offer) {
        return Sdp.edit(offer, sdp -> sdp.withDirection(SdpDirection.INACTIVE));
    }
}
