// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.List;

/**
 * Why a request is not served: what a server answers without asking anybody.
 *
 * @param status 400 to 699
 * @param reason the phrase
 * @param headers what the response must hold beside those of every response, such as Unsupported; may be empty
 */
public record Refusal(int status, String reason, List<Header> headers) {
    /** Copies the headers. */
    public Refusal {
        headers = List.copyOf(headers);
    }

    /** A refusal with the RFC's phrase and these headers. */
    static Refusal of(int status, Header... headers) {
        return new Refusal(status, Reasons.phrase(status), List.of(headers));
    }

    /** Begins the response; a tag in To is the caller's to add. Not for an ACK, which is never answered. */
    public SipResponse.Builder response(SipRequest request) {
        SipResponse.Builder response = request.response(status, reason);
        headers.forEach(response::add);
        return response;
    }
}
