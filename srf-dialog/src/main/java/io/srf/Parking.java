// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.internal.call.Retrieving;
import io.srf.internal.call.Slots;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where calls wait, on hold, until somebody retrieves them: call park. Each has a slot of its own, such as an orbit's number.
 *
 * {@snippet :
 * srf.parking().park(callersLeg, "701", options -> options.timeout(Duration.ofMinutes(2)));
 * srf.invite((req, res) -> srf.parking().retrieve(req, res, req.calledNumber()));
 * }
 *
 * <p>A future that is given up, with {@code cancel} or {@code orTimeout}, ends what is under way: a call that is still being put on hold goes on as it was, and one
 * that was parked in that moment is treated as if its time were up; who is retrieving a call is refused with 480 or hung up on, and the call stays parked.
 *
 * <p>Slots belong to this node. A parked call that hangs up frees its slot. May be used by any thread; no method blocks.
 */
public final class Parking {
    private final Slots slots;

    Parking(Slots slots) {
        this.slots = slots;
    }

    /** Parks a call with default options. See {@link #park(Dialog, String, ParkOptions)}. */
    public CompletableFuture<ParkedCall> park(Dialog dialog, String slot) {
        return park(dialog, slot, options -> {});
    }

    /** Parks a call. See {@link #park(Dialog, String, ParkOptions)}. */
    public CompletableFuture<ParkedCall> park(Dialog dialog, String slot, Consumer<ParkOptions.Builder> options) {
        ParkOptions.Builder builder = ParkOptions.builder();
        options.accept(builder);
        return park(dialog, slot, builder.build());
    }

    /**
     * Parks a call: puts it on hold, and hangs up on the one it is joined with, who has parked it. That one may hang up at once.
     *
     * @param dialog a call that is up, joined or standing alone
     * @return completes when the call waits in the slot. Fails with a {@link io.srf.app.SipException}, and the call goes on as it was: of 486 if
     *     the slot is taken, of 481 if the dialog is not up, or with the status of the refusal of the hold; if the one that parked has gone
     *     meanwhile, the call ends
     * @throws IllegalArgumentException if the dialog is none of ours
     */
    public CompletableFuture<ParkedCall> park(Dialog dialog, String slot, ParkOptions options) {
        return slots.park(dialog, slot, options);
    }

    /** Retrieves a call with default options. See {@link #retrieve(Request, Response, String, UasOptions)}. */
    public CompletableFuture<B2BUA> retrieve(Request req, Response res, String slot) {
        return retrieve(req, res, slot, UasOptions.builder().build());
    }

    /**
     * Joins the one who calls with the call that is parked, and answers. An INVITE without an offer makes the parked side offer. If anything fails,
     * or the caller gives up, the call stays parked.
     *
     * @param options headers of the answer and listeners; a session description in them is not used
     * @return completes with the joined legs: the one that called as {@code uas}, the parked one as {@code uac}. Fails with a
     *     {@link io.srf.app.SipException} of what the caller was refused with: 404 if nobody waits in the slot, 486 if somebody else is just
     *     retrieving the call, the status of the refusal by the parked side; of 487 if the caller has cancelled
     * @throws IllegalArgumentException if the request is no INVITE
     */
    public CompletableFuture<B2BUA> retrieve(Request req, Response res, String slot, UasOptions options) {
        return Retrieving.start(slots, req, res, slot, options);
    }

    /** The call in a slot, or null. */
    public @Nullable ParkedCall at(String slot) {
        return slots.at(slot);
    }

    /** The slots that are taken, as they are now. */
    public Set<String> slots() {
        return slots.taken();
    }
}
