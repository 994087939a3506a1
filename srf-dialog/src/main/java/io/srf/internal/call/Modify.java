// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.app.Extras;
import io.srf.app.SipException;
import io.srf.internal.dialog.DialogMachine;
import io.srf.internal.dialog.DialogState.Phase;
import io.srf.sip.SipResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes the session for the application, with a re-INVITE (RFC 3261 §14.1). */
final class Modify {
    private static final int NOT_ACCEPTABLE = 488;

    private Modify() {}

    /** Offers a session description. Called by any thread. */
    static CompletableFuture<String> offer(Leg leg, String sdp, Extras extras) {
        Objects.requireNonNull(sdp, "expected a session description, found null");
        Objects.requireNonNull(extras, "expected extras, found null");
        CompletableFuture<String> result = new CompletableFuture<>();
        leg.call().flight().decided("modify", leg.id());
        leg.call().execute(() -> offer(leg, sdp, extras, new Settling(leg, result)));
        return result;
    }

    private static void offer(Leg leg, String sdp, Extras extras, LocalOffer.Taker taker) {
        if (sdp.isBlank()) {
            taker.refused(nothingToOffer());
        } else {
            leg.localOffers().add(LocalOffer.reinvite(sdp, extras, DialogMachine.MAX_RETRIES, taker));
        }
    }

    /** Offers a description that was in use before, or elsewhere, as one that follows the last (RFC 3264 §8). */
    static void offerAgain(Leg leg, String sdp, LocalOffer.Taker taker) {
        if (sdp.isBlank()) {
            taker.refused(nothingToOffer());
        } else {
            leg.localOffers().add(LocalOffer.reinvite(() -> leg.hold().again(sdp), taker));
        }
    }

    /** There is no session description to offer. */
    static SipException nothingToOffer() {
        return new SipException(NOT_ACCEPTABLE, "No session description to offer");
    }

    /** The other side accepted what nobody wants any more: it is offered what it had before; nothing if it had nothing, or is not up. */
    static void takeBack(Leg leg, @Nullable String had) {
        takeBack(leg, leg.record().local().sdp(), had);
    }

    /** The same for what was given then: nothing is taken back once the two have agreed on something else. */
    static void takeBack(Leg leg, @Nullable String given, @Nullable String had) {
        if (had != null && leg.phase() == Phase.CONFIRMED) {
            Supplier<@Nullable String> inTime =
                    () -> Objects.equals(given, leg.record().local().sdp())
                            ? leg.hold().again(had)
                            : null;
            leg.localOffers().add(LocalOffer.reinvite(inTime, new Settling(leg, new CompletableFuture<>())));
        }
    }

    /** Asks the other side for an offer. Called by any thread. */
    static CompletableFuture<String> askForOffer(Leg leg, UnaryOperator<String> answer) {
        CompletableFuture<String> result = new CompletableFuture<>();
        leg.call().flight().decided("modify", leg.id());
        LocalOffer.Taker taker = new Answering(leg, result, answer);
        leg.call()
                .execute(() -> leg.localOffers()
                        .add(LocalOffer.reinvite(null, Extras.NONE, DialogMachine.MAX_RETRIES, taker)));
        return result;
    }

    private static String sdpOf(SipResponse response) {
        String sdp = Sdps.in(response);
        return sdp == null ? "" : sdp;
    }

    /** Settles the application's future. */
    static class Settling implements LocalOffer.Taker {
        private final Leg leg;
        private final CompletableFuture<String> result;

        Settling(Leg leg, CompletableFuture<String> result) {
            this.leg = leg;
            this.result = result;
        }

        @Override
        public void accepted(SipResponse response) {
            leg.call().complete(result, sdpOf(response));
        }

        @Override
        public void refused(Throwable cause) {
            leg.call().fail(result, cause);
        }
    }

    /** Answers a late offer with what the application makes; if it fails, with what was agreed before. */
    private static final class Answering extends Settling {
        private final Leg leg;
        private final UnaryOperator<String> answer;

        Answering(Leg leg, CompletableFuture<String> result, UnaryOperator<String> answer) {
            super(leg, result);
            this.leg = leg;
            this.answer = answer;
        }

        @Override
        public void offered(SipResponse response, Consumer<String> acknowledge) {
            Sdps.make(leg.call(), answer, sdpOf(response), new Sdps.Made() {
                @Override
                public void ready(String sdp) {
                    acknowledge.accept(sdp);
                }

                @Override
                public void failed(Throwable cause) {
                    refused(cause);
                    String before = leg.record().local().sdp();
                    acknowledge.accept(before == null ? "" : before);
                }
            });
        }
    }
}
