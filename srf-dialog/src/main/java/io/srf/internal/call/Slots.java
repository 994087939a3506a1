// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.Dialog;
import io.srf.ParkOptions;
import io.srf.ParkedCall;
import io.srf.app.SipException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The slots of parked calls. May be used by any thread. */
public final class Slots {
    private static final int TAKEN = 486;

    private final Map<String, Parked> parked = new ConcurrentHashMap<>();

    /** Parks a call; see {@link io.srf.Parking#park(Dialog, String, ParkOptions)}. */
    public CompletableFuture<ParkedCall> park(Dialog dialog, String slot, ParkOptions options) {
        Parked call = new Parked(this, slot, LegDialog.legOf(dialog), options);
        if (parked.putIfAbsent(slot, call) != null) {
            return CompletableFuture.failedFuture(new SipException(TAKEN, "Slot " + slot + " is taken"));
        }
        return call.park();
    }

    /** The call in a slot, or null. */
    public @Nullable ParkedCall at(String slot) {
        return in(slot);
    }

    /** The slots that are taken. */
    public Set<String> taken() {
        return Set.copyOf(parked.keySet());
    }

    @Nullable Parked in(String slot) {
        return parked.get(slot);
    }

    void free(Parked call) {
        parked.remove(call.slot(), call);
    }
}
