// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.BridgePolicy;
import io.srf.session.DialogRecord;
import io.srf.sip.Methods;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What one leg of a call has to do with another: which one it is joined with, what passes to that, and who is about to
 * find it another one. The partner is read by any thread; all else is touched by tasks of the call's mailbox alone.
 */
final class Partnership {
    private final LegFacts facts;
    private volatile @Nullable Leg other;
    private boolean outlivesPartner;
    private @Nullable Object reservedBy;
    private @Nullable UnaryOperator<String> sdpFromPeer;

    Partnership(LegFacts facts) {
        this.facts = facts;
    }

    /** The leg that this one is joined with; null if it stands alone. */
    @Nullable Leg other() {
        return other;
    }

    /** Joins with another leg of the call. */
    void join(Leg peer, DialogRecord.Bridge bridge, @Nullable UnaryOperator<String> fromPeer) {
        sdpFromPeer = fromPeer;
        outlivesPartner = false;
        other = peer;
        facts.joined(bridge, peer.record());
    }

    /** From now on the leg stands alone. */
    void part() {
        other = null;
        facts.bridged(null);
    }

    /** The leg that requests of this method pass to; null if they do not. */
    @Nullable Leg partnerFor(String method) {
        return passes(method) ? other : null;
    }

    private boolean passes(String method) {
        DialogRecord.Bridge bridge = facts.record().bridge();
        return bridge != null
                && !BridgePolicy.LOCAL.name().equals(bridge.policies().get(method));
    }

    /** How the application turns the partner's session descriptions into ours; null to take them as they are. */
    @Nullable UnaryOperator<String> sdpFromPeer() {
        return sdpFromPeer;
    }

    /** What the partner describes goes through this, although there is none yet. */
    void sdpFromPeer(@Nullable UnaryOperator<String> maker) {
        sdpFromPeer = maker;
    }

    /** Whether the leg ends when its partner ends. */
    boolean endsWithPartner() {
        return !outlivesPartner && passes(Methods.BYE);
    }

    /** Whether the leg stays when its partner hangs up, because another one is on its way. Not kept: that one is lost to a node that takes the call over. */
    void outlivesPartner(boolean stays) {
        outlivesPartner = stays;
    }

    /** Whether another one is on its way. */
    boolean outlivesPartner() {
        return outlivesPartner;
    }

    /** From now on nobody else may park the leg, or call somebody for it; false if somebody does already. */
    boolean reserve(Object by) {
        if (reservedBy == null) {
            reservedBy = by;
        }
        return by.equals(reservedBy);
    }

    /** Whoever had it reserved lets it go; does nothing for all others. */
    void release(Object by) {
        if (by.equals(reservedBy)) {
            reservedBy = null;
        }
    }
}
