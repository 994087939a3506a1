// SPDX-License-Identifier: Apache-2.0
package io.srf.internal.call;

import io.srf.B2buaOptions;
import io.srf.app.Extras;
import io.srf.app.OutgoingRequest;
import io.srf.app.ReceivedResponse;
import io.srf.app.RequestListener;
import io.srf.sip.Methods;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An offer that A makes in the PRACK for a reliable response of B's (RFC 3262 §5). B gets it in an UPDATE (RFC 3311), because B's own PRACK has gone
 * before A's came.
 */
final class EarlyOffer implements RequestListener {
    private final Leg leg;
    private final B2buaOptions options;
    private final Consumer<@Nullable String> then;
    private @Nullable String sent;

    /**
     * Prepares it.
     *
     * @param leg B's
     * @param then takes the answer for A, in the call's mailbox; null if B gave none
     */
    EarlyOffer(Leg leg, B2buaOptions options, Consumer<@Nullable String> then) {
        this.leg = leg;
        this.options = options;
        this.then = then;
    }

    void send(String ofA) {
        if (options.localSdpA() instanceof FixedSdp || options.localSdpB() instanceof FixedSdp) {
            then.accept(null);
        } else {
            Sdps.make(leg.call(), options.localSdpB(), ofA, made(this::update));
        }
    }

    private void update(String offer) {
        sent = offer;
        Sending.inside(leg, OutgoingRequest.inDialog(leg.id(), Methods.UPDATE, Extras.sdp(offer)), this);
    }

    private Sdps.Made made(Consumer<String> next) {
        return Sdps.Made.of(next, cause -> then.accept(null));
    }

    @Override
    public void answered(ReceivedResponse response) {
        String answer = response.message().isSuccess() ? Sdps.in(response.message()) : null;
        leg.call().execute(() -> answered(answer));
    }

    private void answered(@Nullable String answer) {
        if (answer == null) {
            then.accept(null);
        } else {
            leg.facts().agreed(sent, answer, null);
            Sdps.make(leg.call(), options.localSdpA(), answer, made(sdp -> then.accept(sdp)));
        }
    }

    @Override
    public void failed(Throwable cause) {
        leg.call().execute(() -> then.accept(null));
    }
}
