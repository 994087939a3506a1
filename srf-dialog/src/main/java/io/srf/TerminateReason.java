// SPDX-License-Identifier: Apache-2.0
package io.srf;

/**
 * Why a dialog ended.
 *
 * @param kind what happened
 * @param text for people: the text of a Reason header where one came, or else what the kind says
 */
public record TerminateReason(Kind kind, String text) {
    /** What can end a dialog. */
    public enum Kind {
        /** The other side hung up. */
        REMOTE_BYE("remote BYE"),
        /** We hung up: the application, or the bridge because the partner was gone. */
        LOCAL_BYE("local BYE"),
        /** The caller gave up, or the call was cancelled before it was answered. */
        CANCELLED("cancelled"),
        /** Another dialog has taken its place (RFC 3891), as in an attended transfer. */
        REPLACED("replaced"),
        /** The call was answered with a failure. */
        REJECTED("rejected"),
        /** No ACK came for our 2xx (RFC 3261 §13.3.1.4). */
        ACK_TIMEOUT("ACK timeout"),
        /** Nobody refreshed the session (RFC 4028 §10). */
        SESSION_EXPIRED("session expired"),
        /** It was up for as long as it may be: {@link Dialog#limit}. */
        TIME_LIMIT("time limit"),
        /**
         * The other side does not know the dialog any more: it answered 481, or 408 to a re-INVITE (RFC 3261 §12.2.1.2). Or it is a browser, or behind a NAT, whose connection has closed, and
         * has not come back.
         */
        PEER_GONE("peer gone"),
        /** The link to the engine broke and did not come back in time. */
        LINK_LOST("link lost"),
        /** Another node goes on with the call. That is no end, and no listener hears of one: see {@link Srf#onHandOver}. */
        TAKEN_OVER("taken over"),
        /** The subscription ended (RFC 6665 §4.1.3). */
        SUBSCRIPTION_ENDED("subscription ended"),
        /** The engine ended it for another reason, which the text gives. */
        ENGINE("ended by the engine");

        private final String text;

        Kind(String text) {
            this.text = text;
        }
    }

    /** The reason with the kind's own text. */
    public static TerminateReason of(Kind kind) {
        return new TerminateReason(kind, kind.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
