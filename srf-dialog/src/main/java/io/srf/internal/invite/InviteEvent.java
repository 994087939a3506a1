// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

/** What can happen to an INVITE of ours. */
public sealed interface InviteEvent {
    /** {@link Provisional#rseq} of a response that is not reliable. */
    int UNRELIABLE = -1;

    /**
     * A provisional response above 100 came.
     *
     * @param tag its To tag, or ""
     * @param rseq its RSeq, or {@link #UNRELIABLE}
     */
    record Provisional(String tag, int rseq) implements InviteEvent {}

    /**
     * A 2xx came.
     *
     * @param tag its To tag, or ""
     */
    record Success(String tag, Kind kind) implements InviteEvent {
        /** What a 2xx brings. */
        public enum Kind {
            /** The answer to our offer. */
            ANSWER,
            /** An offer, as our INVITE had none. */
            OFFER,
            /** No Contact: there is nobody to talk to (RFC 3261 §12.1.2). */
            NO_CONTACT
        }
    }

    /** A further 2xx came, and whoever wanted the call takes more than one. */
    record Fork(Success success) implements InviteEvent {}

    /** It was redirected, or refused by one target of several, and goes to this one now (RFC 3261 §8.1.3.4). */
    record Redirected(String target) implements InviteEvent {}

    /** There will be no dialog: it was refused, never sent, not answered in time; or no answer could be made to the offer in its 2xx. */
    record Failure(Throwable cause) implements InviteEvent {}

    /** The answer to the offer in its 2xx is ready. */
    record AnswerReady() implements InviteEvent {}

    /** It is not wanted any more, or it rang or took too long. */
    record Cancel(Throwable cause) implements InviteEvent {}
}
