// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.sip.Header;
import io.srf.sip.HeaderName;
import io.srf.sip.Methods;
import io.srf.sip.SipRequest;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The REFERs that came into a dialog out of the one it is joined with. The subscription that a REFER makes is named by its CSeq (RFC 3515 §2.4.6), and
 * that is another one in each dialog. Not kept: a node that takes the call over passes the names on as they are. Touched by tasks of the mailbox alone.
 */
final class ReferIds {
    /** How many REFERs of one dialog are known, those that came last. */
    static final int MAX_REFERS = 16;

    private @Nullable Deque<Pair> pairs;

    /** The CSeq of a REFER in the other dialog, and in this one. */
    private record Pair(long there, long here) {}

    /** A REFER that had this CSeq in the other dialog has that one in this dialog. */
    void passed(long there, long here) {
        Deque<Pair> known = pairs;
        if (known == null) {
            known = new ArrayDeque<>(1);
            pairs = known;
        } else if (known.size() == MAX_REFERS) {
            known.removeLast();
        }
        known.addFirst(new Pair(there, here));
    }

    /** The Event header of a request as it passes from one leg to the other; null if there is none, or it names no REFER that is known. */
    static @Nullable Header event(SipRequest request, Leg from, Leg to) {
        boolean subscription = request.is(Methods.NOTIFY) || request.is(Methods.SUBSCRIBE);
        EventKey key = subscription ? EventKey.of(request) : null;
        if (key == null || !key.isRefer() || key.id().isEmpty()) {
            return null;
        }
        String id = from.referIds().there(key.id());
        String other = id == null ? to.referIds().here(key.id()) : id;
        return other == null
                ? null
                : Header.of(HeaderName.EVENT, key.withId(other).toString());
    }

    private @Nullable String there(String here) {
        for (Pair pair : known()) {
            if (here.equals(Long.toString(pair.here()))) {
                return Long.toString(pair.there());
            }
        }
        return null;
    }

    private @Nullable String here(String there) {
        for (Pair pair : known()) {
            if (there.equals(Long.toString(pair.there()))) {
                return Long.toString(pair.here());
            }
        }
        return null;
    }

    private Iterable<Pair> known() {
        Deque<Pair> known = pairs;
        return known == null ? List.of() : known;
    }
}
