// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Request;
import io.srf.app.Response;
import io.srf.script.EngineLeg;
import io.srf.sip.Header;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** An application that calls Bob for whoever calls. */
abstract class BackToBackWorld extends DialogWorld {
    CompletableFuture<B2BUA> call = new CompletableFuture<>();
    Request request;
    Response response;

    EngineLeg alice(String sdp) {
        return alice(sdp, options -> {});
    }

    EngineLeg alice(String sdp, Consumer<B2buaOptions.Builder> options, Header... headers) {
        srf.invite((req, res) -> {
            request = req;
            response = res;
            call = srf.createB2BUA(req, res, "sip:bob@10.0.0.1", options);
        });
        return engine.calls("A", sdp, headers);
    }

    /** Bob answers. */
    EngineLeg answered() {
        EngineLeg b = engine.called();
        b.last("INVITE").answers(200, SDP_B);
        return b;
    }

    /** Both legs are up, and acknowledged. */
    Legs joined() {
        return joined(options -> {});
    }

    Legs joined(Consumer<B2buaOptions.Builder> options) {
        EngineLeg a = alice(SDP_A, options);
        EngineLeg b = answered();
        a.acks();
        return new Legs(a, b);
    }

    record Legs(EngineLeg a, EngineLeg b) {}

    /** One side hangs up; whatever was not acknowledged is. */
    void hangUp(EngineLeg leg) {
        if (!leg.acked()) {
            leg.acks();
        }
        leg.sends("BYE");
    }
}
