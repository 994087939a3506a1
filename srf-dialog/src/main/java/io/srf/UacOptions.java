// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.internal.call.FixedSdp;
import io.srf.sip.Methods;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How {@link Srf#createUAC} calls. Immutable. */
public final class UacOptions extends CallOptions {
    private final String method;
    private final @Nullable String localSdp;
    private final @Nullable UnaryOperator<String> answer;
    private final Consumer<Dialog> prepare;
    private final @Nullable Consumer<Dialog> onFork;
    private final boolean refreshed;

    private UacOptions(Builder builder) {
        super(builder);
        this.method = builder.method;
        this.localSdp = builder.localSdp;
        this.answer = builder.answer;
        this.prepare = builder.prepare;
        this.onFork = builder.onFork;
        this.refreshed = builder.refreshed;
    }

    /** Begins options for an INVITE without a session description. */
    public static Builder builder() {
        return new Builder();
    }

    /** INVITE or SUBSCRIBE. */
    public String method() {
        return method;
    }

    /** Our offer; null for a late offer (RFC 3261 §13.2.1), or a SUBSCRIBE. */
    public @Nullable String localSdp() {
        return localSdp;
    }

    /** Makes our answer to a late offer; null to refuse all of its streams. */
    public @Nullable UnaryOperator<String> answer() {
        return answer;
    }

    /** Sets the dialog's listeners. */
    public Consumer<Dialog> prepare() {
        return prepare;
    }

    /** Takes the dialogs of further forks that answer; null to hang up on them. */
    public @Nullable Consumer<Dialog> onFork() {
        return onFork;
    }

    /** Whether subscriptions are refreshed before they run out. */
    public boolean isRefreshed() {
        return refreshed;
    }

    /** Collects options. */
    public static final class Builder extends CallOptions.Builder<Builder> {
        private String method = Methods.INVITE;
        private @Nullable String localSdp;
        private @Nullable UnaryOperator<String> answer;
        private Consumer<Dialog> prepare = dialog -> {};
        private @Nullable Consumer<Dialog> onFork;
        private boolean refreshed;

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Sends SUBSCRIBE instead of INVITE; an Event header is needed (RFC 6665 §4.1.2). */
        public Builder subscribe() {
            method = Methods.SUBSCRIBE;
            return this;
        }

        /**
         * Keeps subscriptions of the dialog up: each is refreshed 32 s before it runs out, or after half of its time if that is short, for as long as
         * the first SUBSCRIBE asked for. One whose refresh is refused runs out. By default the application refreshes with {@link Dialog#subscribe}.
         */
        public Builder refreshed() {
            refreshed = true;
            return this;
        }

        /** Offers this session description. */
        public Builder localSdp(String offer) {
            localSdp = offer;
            return this;
        }

        /**
         * Sends this body instead of a mere session description: one of several parts for instance, of which the session description is what is
         * offered (RFC 5621), as in a call to a recorder (RFC 7866). Or whatever a SUBSCRIBE carries. It takes the place of {@link #localSdp}, and the
         * other way round.
         *
         * @param type its Content-Type, with its parameters
         */
        public Builder body(String text, String type) {
            localSdp = null;
            return withBody(text, type);
        }

        /**
         * Makes no offer; this makes the answer to the other side's, which is sent in the ACK, or in the PRACK if the offer comes in a reliable
         * provisional response (RFC 3262 §5). It may block.
         */
        public Builder answer(UnaryOperator<String> toOffer) {
            answer = toOffer;
            return this;
        }

        /** Makes no offer, and answers the other side's with this session description. See {@link #answer(UnaryOperator)}. */
        public Builder answer(String sdp) {
            return answer(new FixedSdp(sdp));
        }

        /**
         * Sets listeners before the dialog can hear anything. Runs on the thread of the link, so it must do nothing else and not block.
         */
        public Builder prepare(Consumer<Dialog> listeners) {
            prepare = listeners;
            return this;
        }

        /**
         * Hands over each further dialog when a call that was forked is answered more than once, within 32 s of the first answer (64·T1, RFC
         * 3261 §13.2.2.4). By default these are acknowledged and hung up. An engine that keeps one dialog for each INVITE, as a C++ drachtio-server,
         * shows the first answer only: nobody acknowledges the others, so they end by themselves 32 s later (RFC 3261 §13.3.1.4). The header
         * {@code Request-Disposition: no-fork} asks proxies to call one after the other instead (RFC 3841 §9.1).
         */
        public Builder onFork(Consumer<Dialog> taker) {
            onFork = taker;
            return this;
        }

        /** The options. */
        public UacOptions build() {
            return new UacOptions(this);
        }
    }
}
