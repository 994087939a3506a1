// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Extras;
import io.srf.internal.call.FixedSdp;
import io.srf.internal.call.LaterSdp;
import io.srf.internal.call.SessionTimers;
import io.srf.session.DialogRecord;
import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How {@link Srf#createUAS} and {@link Uas} answer. Immutable. */
public final class UasOptions {
    private final Extras extras;
    private final @Nullable UnaryOperator<String> localSdp;
    private final Consumer<Dialog> prepare;
    private final boolean reliable;

    private UasOptions(Builder builder) {
        this.extras = builder.extras;
        this.localSdp = builder.localSdp;
        this.prepare = builder.prepare;
        this.reliable = builder.reliable;
    }

    /** Begins options that answer with no session description. */
    public static Builder builder() {
        return new Builder();
    }

    /** Headers, and a body if it is no session description. */
    public Extras extras() {
        return extras;
    }

    /** Makes our session description out of the caller's ("" if it sent none); null for none. */
    public @Nullable UnaryOperator<String> localSdp() {
        return localSdp;
    }

    /** Sets the dialog's listeners. */
    public Consumer<Dialog> prepare() {
        return prepare;
    }

    /** Whether a provisional response is to be acknowledged (RFC 3262). */
    public boolean reliable() {
        return reliable;
    }

    /** Collects options. */
    public static final class Builder {
        private Extras extras = Extras.NONE;
        private @Nullable UnaryOperator<String> localSdp;
        private Consumer<Dialog> prepare = dialog -> {};
        private boolean reliable;

        private Builder() {}

        /** Answers with this session description. */
        public Builder localSdp(String sdp) {
            localSdp = new FixedSdp(sdp);
            return this;
        }

        /** Answers with what this makes of the caller's session description, "" if it sent none. It may block. */
        public Builder localSdp(UnaryOperator<String> answer) {
            localSdp = answer;
            return this;
        }

        /** Answers with the session description that this makes. It may block. */
        public Builder localSdp(Supplier<String> sdp) {
            localSdp = offer -> sdp.get();
            return this;
        }

        /**
         * Answers with this session description when it is there; if it fails, the request is refused with 500, or with the status of the
         * {@link io.srf.app.SipException} it failed with.
         */
        public Builder localSdp(CompletionStage<String> sdp) {
            localSdp = new LaterSdp(sdp);
            return this;
        }

        /** Has a provisional response acknowledged by PRACK if the caller supports that (RFC 3262); says nothing to a final one. */
        public Builder reliable() {
            reliable = true;
            return this;
        }

        /** Adds a header. */
        public Builder header(String name, String value) {
            extras = extras.header(name, value);
            return this;
        }

        /**
         * Sets a session timer (RFC 4028): the call ends unless it is refreshed within this time, in whole seconds, or the shorter one that the caller asks
         * for. The engine does the refreshing; always if the caller does not know of session timers.
         *
         * @throws IllegalArgumentException if it is less than 90 s
         */
        public Builder sessionExpires(Duration interval) {
            extras = SessionTimers.set(extras, interval, null);
            return this;
        }

        /** Sets a session timer, and says who is to refresh the call unless the caller has said so. See {@link #sessionExpires(Duration)}. */
        public Builder sessionExpires(Duration interval, DialogRecord.Refresher refresher) {
            extras = SessionTimers.set(extras, interval, refresher);
            return this;
        }

        /** Takes no session timer, even if the caller asks for one: says that {@code timer} is not supported. */
        public Builder noSessionTimer() {
            extras = SessionTimers.none(extras);
            return this;
        }

        /** Answers with these headers and this body. */
        public Builder extras(Extras newExtras) {
            extras = newExtras;
            return this;
        }

        /**
         * Sets listeners before the dialog can hear anything. Runs on the thread of the link, so it must do nothing else and not block.
         */
        public Builder prepare(Consumer<Dialog> listeners) {
            prepare = listeners;
            return this;
        }

        /** The options. */
        public UasOptions build() {
            return new UasOptions(this);
        }
    }
}
