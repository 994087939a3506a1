// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.b2bua;

/** What is to be done after a step of the set-up machine. */
public sealed interface SetupEffect {
    /** Send B's INVITE. */
    record Call() implements SetupEffect {}

    /** Pass B's provisional response on to A. */
    record Relay() implements SetupEffect {}

    /** Make what A is answered with. */
    record MakeSdp() implements SetupEffect {}

    /** Answer A with 200. */
    record AnswerA() implements SetupEffect {}

    /** Make the answer to B's offer out of A's ACK. */
    record MakeAnswer() implements SetupEffect {}

    /** Give B's 2xx its ACK, with the answer. */
    record AckB() implements SetupEffect {}

    /** Cancel B's INVITE; should B answer nevertheless, that answer is undone. */
    record CancelB() implements SetupEffect {}

    /** Cancel B's INVITE, because the call was taken elsewhere; should B answer nevertheless, that answer is undone. */
    record CancelElsewhere() implements SetupEffect {}

    /** Answer A with 200, so that it can be joined with who has picked the call up. */
    record AnswerAlone() implements SetupEffect {}

    /** Hang up on B, which has answered. */
    record DropB() implements SetupEffect {}

    /** Hang up on A, which was answered. */
    record DropA() implements SetupEffect {}

    /** Refuse A with B's failure, if the application wants that. */
    record PassFailure(Throwable cause) implements SetupEffect {}

    /** Refuse A. */
    record RejectA(Throwable cause) implements SetupEffect {}

    /** Both legs are up: join them. */
    record Bridge() implements SetupEffect {}

    /** Tell the application that A is joined with who has picked the call up. */
    record HandOver() implements SetupEffect {}

    /** Tell the application that there is no call. */
    record Fail(Throwable cause) implements SetupEffect {}
}
