// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import java.util.Locale;

/** The engine refused to send a message; nothing of it has left. */
public final class NotSentException extends SipException {
    private static final long serialVersionUID = 1L;
    private static final int UNKNOWN_DIALOG = 481;
    private static final int ENGINE_FAILURE = 500;
    /** No target was found (RFC 3261 §16.9). */
    private static final int NO_TARGET = 503;

    private final String text;

    /** The refusal with the engine's words. */
    public NotSentException(String text) {
        super(statusOf(text), null, text, null);
        this.text = text;
    }

    private static int statusOf(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        if (lower.contains("unable to find dialog")) {
            return UNKNOWN_DIALOG;
        }
        return lower.startsWith("dns error") ? NO_TARGET : ENGINE_FAILURE;
    }

    /** What the engine said. */
    public String text() {
        return text;
    }

    /** Whether the dialog is gone, which is no more than a race when both sides hang up. */
    public boolean isUnknownDialog() {
        return status() == UNKNOWN_DIALOG;
    }

    /** Whether another node of the application has claimed the dialog. */
    public boolean isHeldByAnother() {
        return says("held by another node");
    }

    /** Whether the connection of the caller has closed, and nobody else can open another; the engine has given the request up. */
    public boolean isCallerUnreachable() {
        return says("transport for response");
    }

    /** Whether a datagram cannot hold a response; of a final one the caller has heard by a 500 of the engine's in its place. */
    public boolean isTooLarge() {
        return says("by udp");
    }

    /** Whether the request has an answer already: the engine gives it when a CANCEL or a BYE of the other side crosses ours. */
    public boolean isUnknownTransaction() {
        return says("unknown transaction");
    }

    private boolean says(String words) {
        return text.toLowerCase(Locale.ROOT).contains(words);
    }
}
