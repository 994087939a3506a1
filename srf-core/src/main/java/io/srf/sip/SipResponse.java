// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import org.jspecify.annotations.Nullable;

/** A SIP response: status, reason, headers, body. Immutable. */
public final class SipResponse extends SipMessage {
    static final int MIN_STATUS = 100;
    static final int MAX_STATUS = 699;

    private final int status;
    private final String reason;

    SipResponse(int status, String reason, Parts parts) {
        super(parts);
        this.status = status;
        this.reason = reason;
    }

    /**
     * Begins a response.
     *
     * @param reason the phrase, or null for the RFC's
     * @throws IllegalArgumentException if the status is not in 100..699 or the reason does not stay on one line
     */
    public static Builder builder(int status, @Nullable String reason) {
        return new Builder(status, reason == null ? Reasons.phrase(status) : reason);
    }

    /** Begins a changed copy. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    /** The status code, 100 to 699. */
    public int status() {
        return status;
    }

    /** The reason phrase as written; may be empty. */
    public String reason() {
        return reason;
    }

    /** Whether the status is 1xx. */
    public boolean isProvisional() {
        return status < 200;
    }

    /** Whether the status is 200 or more. */
    public boolean isFinal() {
        return status >= 200;
    }

    /** Whether the status is 2xx. */
    public boolean isSuccess() {
        return status >= 200 && status < 300;
    }

    @Override
    public String method() {
        return cseq().method();
    }

    @Override
    public String startLine() {
        return VERSION + ' ' + status + ' ' + reason;
    }

    /** Collects a response. */
    public static final class Builder extends SipMessage.Builder<Builder> {
        private final int status;
        private final String reason;

        private Builder(int status, String reason) {
            if (status < MIN_STATUS || status > MAX_STATUS) {
                throw new IllegalArgumentException("not a status: " + status + ", expected 100 to 699");
            }
            this.status = status;
            this.reason = Text.oneLine("a reason phrase", reason);
        }

        private Builder(SipResponse original) {
            super(original);
            this.status = original.status;
            this.reason = original.reason;
        }

        @Override
        Builder self() {
            return this;
        }

        /** The response, with its Content-Length. */
        public SipResponse build() {
            return new SipResponse(status, reason, parts());
        }
    }
}
