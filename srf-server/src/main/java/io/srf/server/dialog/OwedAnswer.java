// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.admin.Application;
import io.srf.server.transaction.ServerTransaction;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/** A request that an application has been given and owes an answer. */
final class OwedAnswer {
    private final ServerTransaction transaction;
    private Application owner;
    private int timesGiven = 1;
    private final boolean inDialog;
    private @Nullable Dialog dialog;
    private String tag;
    /** The RSeq of the last reliable provisional response; 0 before the first (RFC 3262 §3). */
    private int rseq;
    /** Null before the first reliable provisional response. */
    private @Nullable PrackQueue pracks;

    /**
     * Given to this application.
     *
     * @param dialog the request's dialog; null for a new request, until a response makes one
     */
    OwedAnswer(ServerTransaction transaction, Application owner, @Nullable Dialog dialog) {
        this.transaction = transaction;
        this.owner = owner;
        this.inDialog = transaction.request().to().tag() != null;
        this.dialog = dialog;
        this.tag = transaction.toTag();
    }

    ServerTransaction transaction() {
        return transaction;
    }

    Application owner() {
        return owner;
    }

    /** Another application owes the answer now. */
    void givenTo(Application next) {
        owner = next;
        timesGiven++;
    }

    /** How many applications have been given the request. */
    int timesGiven() {
        return timesGiven;
    }

    @Nullable Dialog dialog() {
        return dialog;
    }

    void made(Dialog made) {
        dialog = made;
    }

    /** Whether the request itself belongs to a dialog. */
    boolean isInDialog() {
        return inDialog;
    }

    /** The tag for To. */
    String tag() {
        return tag;
    }

    void tag(String chosen) {
        tag = chosen;
    }

    int rseq() {
        return rseq;
    }

    /** A reliable provisional response was sent. */
    void sentReliably(SipResponse response) {
        PrackQueue queue = pracks == null ? new PrackQueue() : pracks;
        queue.sent(response);
        pracks = queue;
    }

    /** What waits for the PRACK of a reliable provisional response; null before the first. */
    @Nullable PrackQueue pracks() {
        return pracks;
    }

    int nextRseq() {
        return ++rseq;
    }
}
