// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.internal.call.FixedSdp;
import io.srf.internal.call.HeaderFilter;
import io.srf.sip.Header;
import io.srf.sip.Methods;
import io.srf.sip.SipResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How {@link Srf#createB2BUA} calls B for A, and what passes between them. Immutable. */
public final class B2buaOptions extends CallOptions {
    /** Names all headers in {@link Builder#proxyRequestHeaders} and {@link Builder#proxyResponseHeaders}. */
    public static final String ALL = "all";

    private static final List<String> NOT_HANDLED = List.of(Methods.ACK, Methods.BYE, Methods.CANCEL, Methods.PRACK);

    private final Builder given;

    private B2buaOptions(Builder builder) {
        super(builder);
        this.given = builder.copy();
    }

    /** Begins options that pass both session descriptions on unchanged and copy no headers. */
    public static Builder builder() {
        return new Builder();
    }

    /** Makes the session description for A out of B's; null to pass B's on. */
    public @Nullable UnaryOperator<String> localSdpA() {
        return given.localSdpA;
    }

    /** Makes the session description for B out of A's; null to pass A's on. */
    public @Nullable UnaryOperator<String> localSdpB() {
        return given.localSdpB;
    }

    /** Gives the headers of responses to A, made out of B's response. */
    public Function<SipResponse, List<Header>> responseHeaders() {
        return given.responseHeaders;
    }

    /** Which of A's headers B gets: names, or {@link #ALL} and names with {@code -} before them. */
    public List<String> proxyRequestHeaders() {
        return given.proxyRequestHeaders;
    }

    /** Which of B's headers A gets: names, or {@link #ALL} and names with {@code -} before them. */
    public List<String> proxyResponseHeaders() {
        return given.proxyResponseHeaders;
    }

    /** Whether A gets B's failure. */
    public boolean passFailure() {
        return given.passFailure;
    }

    /** Whether A gets B's provisional responses. */
    public boolean passProvisionalResponses() {
        return given.passProvisionalResponses;
    }

    /** Whether B is to offer although A does. */
    public boolean lateOffer() {
        return given.lateOffer;
    }

    /** Hears B's answer before A is answered; null if nobody does. */
    public @Nullable Consumer<Dialog> onAnswered() {
        return given.onAnswered;
    }

    /** What passes between the legs, by method in upper case; methods that are not named pass. */
    public Map<String, BridgePolicy> bridge() {
        return given.bridge;
    }

    /** Sets the listeners of the two legs. */
    public Consumer<Dialog> prepare() {
        return given.prepare;
    }

    /** Collects options. */
    public static final class Builder extends CallOptions.Builder<Builder> {
        private @Nullable UnaryOperator<String> localSdpA;
        private @Nullable UnaryOperator<String> localSdpB;
        private Function<SipResponse, List<Header>> responseHeaders = response -> List.of();
        private List<String> proxyRequestHeaders = List.of();
        private List<String> proxyResponseHeaders = List.of();
        private boolean passFailure = true;
        private boolean passProvisionalResponses = true;
        private boolean lateOffer;
        private @Nullable Consumer<Dialog> onAnswered;
        private Map<String, BridgePolicy> bridge = Map.of();
        private Consumer<Dialog> prepare = dialog -> {};

        private Builder() {}

        @Override
        Builder self() {
            return this;
        }

        /** Gives A this session description. Offers in the call are then not passed on, but answered with what each leg has. */
        public Builder localSdpA(String sdp) {
            return localSdpA(new FixedSdp(sdp));
        }

        /** Gives A what this makes of B's session description, now and whenever B sends another one. It may block. */
        public Builder localSdpA(UnaryOperator<String> ofB) {
            localSdpA = ofB;
            return this;
        }

        /** Gives B this session description. Offers in the call are then not passed on, but answered with what each leg has. */
        public Builder localSdpB(String sdp) {
            return localSdpB(new FixedSdp(sdp));
        }

        /** Gives B what this makes of A's session description, now and whenever A sends another one. It may block. */
        public Builder localSdpB(UnaryOperator<String> ofA) {
            localSdpB = ofA;
            return this;
        }

        /** Adds a header to all responses to A. A To header with a tag gives A's leg that tag. */
        public Builder responseHeader(String name, String value) {
            Header header = Header.of(name, value);
            Function<SipResponse, List<Header>> before = responseHeaders;
            return responseHeaders(response -> Stream.concat(before.apply(response).stream(), Stream.of(header))
                    .toList());
        }

        /** Makes the headers of each response to A out of B's response. Runs on the thread of the link and must not block. */
        public Builder responseHeaders(Function<SipResponse, List<Header>> headers) {
            responseHeaders = headers;
            return this;
        }

        /**
         * Copies headers of A's INVITE to B: names, or {@link #ALL} for all that do not belong to one leg, then perhaps {@code "-Name"} for those to
         * leave out.
         */
        public Builder proxyRequestHeaders(String... names) {
            proxyRequestHeaders = HeaderFilter.checked(names);
            return this;
        }

        /** Copies headers of B's responses to A, likewise. */
        public Builder proxyResponseHeaders(String... names) {
            proxyResponseHeaders = HeaderFilter.checked(names);
            return this;
        }

        /** Whether A is refused with B's failure, as by default; else A waits for what the application does next. */
        public Builder passFailure(boolean pass) {
            passFailure = pass;
            return this;
        }

        /** Whether A gets B's provisional responses, as by default; 100 never passes. */
        public Builder passProvisionalResponses(boolean pass) {
            passProvisionalResponses = pass;
            return this;
        }

        /**
         * Calls B without an offer, even if A makes one. B's offer is turned into A's answer, and A's offer into B's, as {@link #localSdpA} and
         * {@link #localSdpB} say. An offer of B's in a reliable provisional response is answered in its PRACK (RFC 3262 §5).
         */
        public Builder lateOffer() {
            lateOffer = true;
            return this;
        }

        /** Hears B's leg when B has answered; A is answered after that. */
        public Builder onAnswered(Consumer<Dialog> listener) {
            onAnswered = listener;
            return this;
        }

        /** Says what becomes of requests of one method in the call; re-INVITE and UPDATE with an offer go by INVITE. */
        public Builder bridge(String method, BridgePolicy policy) {
            Map<String, BridgePolicy> more = new HashMap<>(bridge);
            more.put(method.toUpperCase(Locale.ROOT), policy);
            bridge = Map.copyOf(more);
            return this;
        }

        /**
         * Has the application answer requests of one method, on either leg, instead of passing them; re-INVITE and UPDATE with an offer go by INVITE.
         *
         * @throws IllegalArgumentException if the method is ACK, BYE, CANCEL or PRACK
         */
        public Builder bridge(String method, BridgeHandler handler) {
            String name = method.toUpperCase(Locale.ROOT);
            if (NOT_HANDLED.contains(name)) {
                throw new IllegalArgumentException(name + " cannot be handled, expected none of " + NOT_HANDLED);
            }
            return alsoPrepare(dialog -> {
                if (name.equals(Methods.INVITE)) {
                    dialog.onModify((req, res) -> handler.handle(dialog, req, res));
                } else {
                    dialog.on(name, (req, res) -> handler.handle(dialog, req, res));
                }
            });
        }

        private Builder alsoPrepare(Consumer<Dialog> listeners) {
            prepare = prepare.andThen(listeners);
            return this;
        }

        /**
         * Sets listeners of both legs before they can hear anything; {@link Dialog#role} tells which one it is. Runs on the thread of the link, so it
         * must do nothing else and not block.
         */
        public Builder prepare(Consumer<Dialog> listeners) {
            return alsoPrepare(listeners);
        }

        /** The options. */
        public B2buaOptions build() {
            return new B2buaOptions(this);
        }
    }
}
