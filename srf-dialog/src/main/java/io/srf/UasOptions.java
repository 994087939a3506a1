// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Extras;
import io.srf.internal.call.FixedSdp;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How {@link Srf#createUAS} answers. Immutable. */
public final class UasOptions {
    private final Extras extras;
    private final @Nullable UnaryOperator<String> localSdp;
    private final Consumer<Dialog> prepare;

    private UasOptions(Builder builder) {
        this.extras = builder.extras;
        this.localSdp = builder.localSdp;
        this.prepare = builder.prepare;
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

    /** Collects options. */
    public static final class Builder {
        private Extras extras = Extras.NONE;
        private @Nullable UnaryOperator<String> localSdp;
        private Consumer<Dialog> prepare = dialog -> {};

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

        /** Adds a header. */
        public Builder header(String name, String value) {
            extras = extras.header(name, value);
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
