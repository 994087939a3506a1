// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.invite;

/** What can happen to an INVITE of ours. */
public sealed interface InviteEvent {
    /** {@link Provisional#rseq} of a response that is not reliable. */
    int UNRELIABLE = -1;

    /** The engine sent it. */
    record Sent() implements InviteEvent {}

    /** The engine did not send it. */
    record NotSent(Throwable cause) implements InviteEvent {}

    /**
     * A provisional response above 100 came.
     *
     * @param tag its To tag, or ""
     * @param rseq its RSeq, or {@link #UNRELIABLE}
     */
    record Provisional(String tag, int rseq) implements InviteEvent {}

    /** A 2xx came. */
    record Success(String tag, Kind kind) implements InviteEvent {
        /** What a 2xx brings. */
        public enum Kind {
            /** The answer to our offer. */
            ANSWER,
            /** An offer, as ours had none. */
            OFFER,
            /** No Contact: there is nobody to talk to (RFC 3261 §12.1.2). */
            NO_CONTACT
        }
    }

    /** A failure came as the final response. */
    record Failure(Throwable cause) implements InviteEvent {}

    /** The answer to the other side's offer is ready. */
    record AnswerReady() implements InviteEvent {}

    /** No answer could be made. */
    record NoAnswer(Throwable cause) implements InviteEvent {}

    /** It is not wanted any more, or it rang or took too long. */
    record Cancel(Throwable cause) implements InviteEvent {}

    /** CANCEL was sent long ago, and no final response came (RFC 3261 §9.1). */
    record CancelOverdue() implements InviteEvent {}

    /** The link to the engine is gone. */
    record LinkLost(Throwable cause) implements InviteEvent {}
}
