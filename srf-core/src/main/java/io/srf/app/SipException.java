// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.Reasons;
import io.srf.sip.SipResponse;
import org.jspecify.annotations.Nullable;

/**
 * A failure that a SIP status describes.
 *
 * <p>It comes from the other side, as a final response that is no success, or from srf where it has to speak for the other side.
 * A handler that throws one answers its request with that status.
 *
 * <p>It is an outcome of the protocol and not a fault in code, so it has no stack trace, and is cheap enough to be made for every call.
 */
public class SipException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    @SuppressWarnings("serial") // kept for the process that made it, not for a stream
    private final @Nullable SipResponse response;

    private volatile @Nullable Leg leg;

    /** One of the two legs of a call. */
    public enum Leg {
        /** The caller's, or the one that stays when a call is transferred. */
        A,
        /** The called one, or the target of a transfer. */
        B
    }

    /**
     * A failure with this status.
     *
     * @param status 300 to 699
     */
    public SipException(int status) {
        this(status, null, null, null);
    }

    /**
     * A failure with this status.
     *
     * @param status 300 to 699
     * @param reason the phrase, or null for the RFC's
     */
    public SipException(int status, @Nullable String reason) {
        this(status, reason, null, null);
    }

    /** The failure that this final response means. */
    public SipException(SipResponse response) {
        this(response.status(), response.reason(), null, response);
    }

    /**
     * A failure with this status, and why.
     *
     * @param status 300 to 699
     * @param reason the phrase, or null for the RFC's
     * @param detail for people, more than the phrase; or null
     * @param response that brought it, or null if none did
     */
    protected SipException(
            int status, @Nullable String reason, @Nullable String detail, @Nullable SipResponse response) {
        super(describe(status, phrase(status, reason), detail), null, true, false);
        if (status < 300 || status > 699) {
            throw new IllegalArgumentException("not the status of a failure: " + status + ", expected 300 to 699");
        }
        this.status = status;
        this.reason = phrase(status, reason);
        this.response = response;
    }

    private static String phrase(int status, @Nullable String reason) {
        return reason == null ? Reasons.phrase(status) : reason;
    }

    private static String describe(int status, String reason, @Nullable String detail) {
        return status + " " + reason + (detail == null ? "" : ": " + detail);
    }

    /** The status, 300 to 699. */
    public int status() {
        return status;
    }

    /** The reason phrase. */
    public String reason() {
        return reason;
    }

    /** The response that brought the failure, or null if none did. */
    public @Nullable SipResponse response() {
        return response;
    }

    /** The leg that failed, or null where there are not two, or where it was neither: the application's own code for instance. */
    public @Nullable Leg leg() {
        return leg;
    }

    /** Says which leg failed, unless that is known already; returns this. For those who join legs. */
    public SipException on(Leg failed) {
        if (leg == null) {
            leg = failed;
        }
        return this;
    }
}
