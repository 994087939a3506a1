// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Extras;
import io.srf.app.ReceivedResponse;
import io.srf.auth.CredentialLookup;
import io.srf.auth.Credentials;
import io.srf.internal.call.SessionTimers;
import io.srf.session.DialogRecord;
import io.srf.sip.Header;
import io.srf.sip.SipRequest;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What {@link UacOptions} and {@link B2buaOptions} have in common: how an INVITE is sent, and how long it is waited for. Immutable. */
public abstract sealed class CallOptions permits UacOptions, B2buaOptions {
    /** How long the other side may ring before the call is cancelled, unless told otherwise. */
    public static final Duration DEFAULT_RING_TIMEOUT = Duration.ofMinutes(3);

    /** How long a call may take to be answered in all, unless told otherwise. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(5);

    private final Builder<?> given;

    CallOptions(Builder<?> builder) {
        this.given = builder.copy();
    }

    /** Headers, and a body if it is no session description. */
    public Extras extras() {
        return given.extras;
    }

    /** The next hop, or null for where the URI leads. */
    public @Nullable String proxy() {
        return given.proxy;
    }

    /** The user of From and Contact; null if the options do not say. */
    public @Nullable String callingNumber() {
        return given.callingNumber;
    }

    /** The display name of From; null if the options do not say. */
    public @Nullable String callingName() {
        return given.callingName;
    }

    /** The user of the Request-URI; null to leave the URI as it is. */
    public @Nullable String calledNumber() {
        return given.calledNumber;
    }

    /** Answers challenges; null if nobody does. */
    public @Nullable CredentialLookup auth() {
        return given.auth;
    }

    /** What becomes of a 3xx. */
    public Redirects redirects() {
        return given.redirects;
    }

    /** How long it may ring. */
    public Duration ringTimeout() {
        return given.ringTimeout;
    }

    /** How long it may take in all. */
    public Duration timeout() {
        return given.timeout;
    }

    /** Hears the request as it was sent; null if nobody does. */
    public @Nullable Consumer<SipRequest> onRequest() {
        return given.onRequest;
    }

    /** Hears provisional responses; null if nobody does. */
    public @Nullable Consumer<ReceivedResponse> onProvisional() {
        return given.onProvisional;
    }

    /**
     * Collects options.
     *
     * @param <B> the builder itself, so that calls can be chained
     */
    public abstract static sealed class Builder<B extends Builder<B>> implements Cloneable
            permits UacOptions.Builder, B2buaOptions.Builder {
        private Extras extras = Extras.NONE;
        private @Nullable String proxy;
        private @Nullable String callingNumber;
        private @Nullable String callingName;
        private @Nullable String calledNumber;
        private @Nullable CredentialLookup auth;
        private Redirects redirects = Redirects.NOT_FOLLOWED;
        private Duration ringTimeout = DEFAULT_RING_TIMEOUT;
        private Duration timeout = DEFAULT_TIMEOUT;
        private @Nullable Consumer<SipRequest> onRequest;
        private @Nullable Consumer<ReceivedResponse> onProvisional;

        Builder() {}

        abstract B self();

        @SuppressWarnings("unchecked") // a clone has the class of what it was cloned from
        B copy() {
            try {
                return (B) super.clone();
            } catch (CloneNotSupportedException e) {
                throw new AssertionError(e);
            }
        }

        /** Adds a header. In From, To, Contact and P-Asserted-Identity, {@code localhost} stands for the engine's address. */
        public B header(String name, String value) {
            return header(Header.of(name, value));
        }

        final B withBody(String text, String type) {
            extras = extras.body(text, type);
            return self();
        }

        /** Adds a header. */
        public B header(Header header) {
            extras = extras.header(header);
            return self();
        }

        /** Sends it to this address, a SIP URI, whatever the Request-URI says. */
        public B proxy(String uri) {
            proxy = uri;
            return self();
        }

        /** Calls as this user or number: in From and Contact, unless headers give those. */
        public B callingNumber(String number) {
            callingNumber = number;
            return self();
        }

        /** Calls with this display name in From. */
        public B callingName(String name) {
            callingName = name;
            return self();
        }

        /** Calls this user or number at the host of the URI. */
        public B calledNumber(String number) {
            calledNumber = number;
            return self();
        }

        /** Answers challenges with this name and password, whatever the realm. See {@link #auth(CredentialLookup)}. */
        public B auth(String user, String password) {
            return auth(new Credentials(user, password));
        }

        /**
         * Answers challenges, of this request and of later ones in its dialog, with the credentials of each realm (RFC 3261 §22). The strongest
         * algorithm that is offered is used: SHA-512-256, SHA-256 or MD5 (RFC 8760). A password that is refused is not tried again.
         */
        public B auth(CredentialLookup credentials) {
            auth = credentials;
            return self();
        }

        /**
         * Follows redirections, {@link Redirects#followed()} for instance; by default a call fails with the 3xx. Headers, body and From stay as they
         * are. If no target takes the call, it fails with what the last one said.
         */
        public B redirects(Redirects how) {
            redirects = how;
            return self();
        }

        /** Cancels the call when it has rung for so long; the future then fails with 408. */
        public B ringTimeout(Duration limit) {
            ringTimeout = positive(limit);
            return self();
        }

        /** Cancels the call when it was not answered for so long, ringing or not; the future then fails with 408. */
        public B timeout(Duration limit) {
            timeout = positive(limit);
            return self();
        }

        /** Hears the INVITE or SUBSCRIBE as it was sent; again when it is sent again with credentials, or to another target. */
        public B onRequest(Consumer<SipRequest> listener) {
            onRequest = listener;
            return self();
        }

        /** Hears each provisional response above 100. */
        public B onProvisional(Consumer<ReceivedResponse> listener) {
            onProvisional = listener;
            return self();
        }

        /**
         * Asks for a session timer (RFC 4028): the call ends unless it is refreshed within this time, in whole seconds, by whom the other side chooses. What
         * both sides agree on is told by {@link Dialog#sessionTimer()}; the engine does the refreshing.
         *
         * @throws IllegalArgumentException if it is less than 90 s
         */
        public B sessionExpires(Duration interval) {
            extras = SessionTimers.ask(extras, interval, null);
            return self();
        }

        /** Asks for a session timer, and says who is to refresh the call. See {@link #sessionExpires(Duration)}. */
        public B sessionExpires(Duration interval, DialogRecord.Refresher refresher) {
            extras = SessionTimers.ask(extras, interval, refresher);
            return self();
        }

        /**
         * Takes no session timer that is shorter than this (Min-SE, RFC 4028 §5).
         *
         * @throws IllegalArgumentException if it is less than 90 s
         */
        public B minSessionExpires(Duration shortest) {
            extras = SessionTimers.atLeast(extras, shortest);
            return self();
        }

        /** Takes no session timer, even if the engine is configured to ask for one: says that {@code timer} is not supported. */
        public B noSessionTimer() {
            extras = SessionTimers.none(extras);
            return self();
        }

        private static Duration positive(Duration limit) {
            if (limit.isNegative() || limit.isZero()) {
                throw new IllegalArgumentException("a time limit must be positive, found " + limit);
            }
            return limit;
        }
    }
}
