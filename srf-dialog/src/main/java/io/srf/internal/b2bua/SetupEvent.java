// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.b2bua;

/** What can happen while a back-to-back call is set up. */
public sealed interface SetupEvent {
    /** What B is offered is ready. */
    record OfferReady() implements SetupEvent {}

    /** A provisional response of B's is ready to be passed on. */
    record Progress() implements SetupEvent {}

    /**
     * B answered.
     *
     * @param late whether with an offer, whose answer its ACK must carry
     */
    record BAnswered(boolean late) implements SetupEvent {}

    /** B will not answer: it refused, was not reached, or took too long. */
    record BFailed(Throwable cause) implements SetupEvent {}

    /** B answered and hung up. */
    record BOver(Throwable cause) implements SetupEvent {}

    /** What A is answered with is ready. */
    record SdpReady() implements SetupEvent {}

    /** The application could not make a session description for A or for B. */
    record SdpFailed(Throwable cause) implements SetupEvent {}

    /**
     * The 200 to A was sent.
     *
     * @param offered whether A's INVITE had an offer, so that no answer of its ACK's is to be waited for
     */
    record ASent(boolean offered) implements SetupEvent {}

    /** The 200 to A was not sent: A has given up meanwhile, or the link is gone. */
    record ANotSent(Throwable cause) implements SetupEvent {}

    /** A's ACK came. */
    record AAck() implements SetupEvent {}

    /** The answer to B's offer is ready. */
    record AnswerReady() implements SetupEvent {}

    /** A gave up: it cancelled, or its link is gone. */
    record ACancelled(Throwable cause) implements SetupEvent {}

    /** A was answered and hung up, or sent no ACK. */
    record AOver(Throwable cause) implements SetupEvent {}

    /** Somebody takes the call while B rings. */
    record PickedUp() implements SetupEvent {}

    /** A and who has picked the call up are joined. */
    record Joined() implements SetupEvent {}

    /** The application does not want the call any more. */
    record Abort(Throwable cause) implements SetupEvent {}
}
