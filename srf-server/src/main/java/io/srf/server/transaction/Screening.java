// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import java.time.Duration;

/** What becomes of a request that would begin a transaction. */
public sealed interface Screening {
    /** It does. */
    Screening PASS = new Pass();
    /** Nothing, and nothing is answered. */
    Screening DROP = new Drop();
    /** 503 with Retry-After, without a transaction. */
    Screening BUSY = new Busy();

    /** See {@link #PASS}. */
    record Pass() implements Screening {}

    /** See {@link #DROP}. */
    record Drop() implements Screening {}

    /** See {@link #BUSY}. */
    record Busy() implements Screening {}

    /**
     * 403 without a transaction, and not soon; nothing if too many wait for theirs.
     *
     * @param after how much later
     */
    record Late(Duration after) implements Screening {}
}
