// SPDX-License-Identifier: Apache-2.0
package io.srf;

import io.srf.app.Extras;
import io.srf.sip.SipResponse;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A call to us that is answered step by step: any number of provisional responses, then one final one (RFC 3261 §13.3.1). Made by
 * {@link Srf#createUAS(io.srf.app.Request, io.srf.app.Response)}; not to be implemented.
 *
 * {@snippet :
 * Uas call = srf.createUAS(req, res);
 * call.progress(180);
 * call.progress(183, o -> o.localSdp(announcement).reliable());
 * Dialog dialog = call.answer(o -> o.localSdp(sdp)).join();
 * }
 *
 * <p>May be used by any thread; no method blocks. A CANCEL, a link that drops, or a final response that was sent past this object ends the early
 * dialog, and {@link #answer} then fails.
 */
public interface Uas {
    /** The dialog: it is early from the first provisional response with our tag on, and can be used from then on. */
    Dialog dialog();

    /** Sends a provisional response without a session description. See {@link #progress(int, UasOptions)}. */
    default CompletableFuture<SipResponse> progress(int status) {
        return progress(status, options -> {});
    }

    /** Sends a provisional response. See {@link #progress(int, UasOptions)}. */
    default CompletableFuture<SipResponse> progress(int status, Consumer<UasOptions.Builder> options) {
        UasOptions.Builder builder = UasOptions.builder();
        options.accept(builder);
        return progress(status, builder.build());
    }

    /**
     * Sends a provisional response, as 180 to ring or 183 with a session description for early media.
     *
     * <p>A reliable one is sent as such only if the caller supports that (RFC 3262 §3), else as an ordinary one. If its session description is an
     * offer, because the INVITE had none, the PRACK brings the answer.
     *
     * @param status 101 to 199
     * @return completes with the response as it was sent; fails as {@link Srf#createUAS(io.srf.app.Request, io.srf.app.Response, UasOptions)} does
     */
    CompletableFuture<SipResponse> progress(int status, UasOptions options);

    /** Answers. See {@link #answer(UasOptions)}. */
    default CompletableFuture<Dialog> answer(Consumer<UasOptions.Builder> options) {
        UasOptions.Builder builder = UasOptions.builder();
        options.accept(builder);
        return answer(builder.build());
    }

    /**
     * Answers with 200, or with 202 to a SUBSCRIBE. If a session description is missing in the options, the one of the last provisional
     * response is sent again. A reliable response with a session description is waited for until its PRACK has come (RFC 3262 §5).
     *
     * @return as {@link Srf#createUAS(io.srf.app.Request, io.srf.app.Response, UasOptions)}; fails with an IllegalStateException if it was answered
     *     before
     */
    CompletableFuture<Dialog> answer(UasOptions options);

    /** Refuses. See {@link #reject(int, Extras)}. */
    default CompletableFuture<SipResponse> reject(int status) {
        return reject(status, Extras.NONE);
    }

    /**
     * Refuses the call, as with 486.
     *
     * @param status 300 to 699
     * @return completes with the response as it was sent; fails as {@link io.srf.app.Response#send(int, String, Extras)} does
     */
    CompletableFuture<SipResponse> reject(int status, Extras extras);
}
