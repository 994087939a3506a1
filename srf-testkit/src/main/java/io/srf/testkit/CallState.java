// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

/** How far a {@link Call} has come, as one of its phones sees it. */
public enum CallState {
    /** The INVITE was sent or received, and nothing but perhaps a 100 since. */
    CALLING,
    /** A provisional response was sent or received. */
    EARLY,
    /** The called phone has sent a 2xx, and no ACK has come yet. */
    ANSWERED,
    /** A 2xx and its ACK have gone their ways. */
    CONFIRMED,
    /** A BYE was sent and is not answered yet. */
    ENDING,
    /** It is over. */
    ENDED
}
