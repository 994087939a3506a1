// SPDX-License-Identifier: Apache-2.0
package io.srf;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A call that is parked, or was. Made by {@link Parking}; not to be implemented. May be used by any thread. */
public interface ParkedCall {
    /** The slot it was parked in. */
    String slot();

    /** The call that waits. To end it is to hang up. */
    Dialog dialog();

    /** The leg of the one who parked it, which has been hung up on; null if the call stood alone. */
    @Nullable Dialog parkedBy();

    /** Gives it back to somebody with default options. See {@link #giveBack(String, UacOptions)}. */
    default CompletableFuture<B2BUA> giveBack(String uri) {
        return giveBack(uri, UacOptions.builder().build());
    }

    /**
     * Takes it out of its slot, calls somebody, and joins the two. If that fails, or the future is given up with {@code cancel} or {@code orTimeout}, the call goes
     * on waiting, but in no slot.
     *
     * @param uri or {@code user@host:port}, such as where the one who parked it is reached
     * @param options how that one is called; session descriptions of them are not used
     * @return completes with the joined legs: the one that waited as {@code uas}, the other as {@code uac}. Fails with a
     *     {@link io.srf.app.SipException} that has the status of the refusal, of 481 if the call is over, of 486 if it was retrieved, or is being
     *     retrieved
     * @throws IllegalArgumentException if the URI cannot be read
     */
    CompletableFuture<B2BUA> giveBack(String uri, UacOptions options);
}
