// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Extras;
import io.srf.session.Session;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * A back-to-back call: the caller's leg and the called one, joined. Made by {@link Srf#createB2BUA}.
 *
 * <p>What one side sends passes to the other, and when one leg ends, the other is ended; {@link B2buaOptions.Builder#bridge} and the listeners of
 * a leg change that per method.
 *
 * @param uas the leg that called us
 * @param uac the leg that we called
 */
public record B2BUA(Dialog uas, Dialog uac) {
    /** What the application keeps about the call. */
    public Session session() {
        return uas.session();
    }

    /**
     * Ends both legs when the call has been up for so long, on whichever node has it then. See {@link Dialog#limit}.
     *
     * @param time from the caller's answer
     */
    public void limit(Duration time) {
        uas.limit(time);
    }

    /** Ends both legs. Completes when both are over; never fails. */
    public CompletableFuture<Void> destroy() {
        return destroy(Extras.NONE);
    }

    /**
     * Ends both legs.
     *
     * @param extras headers of both BYEs
     * @return completes when both are over; never fails
     */
    public CompletableFuture<Void> destroy(Extras extras) {
        return CompletableFuture.allOf(uas.destroy(extras), uac.destroy(extras));
    }
}
