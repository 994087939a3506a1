// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.List;
import java.util.Optional;

/**
 * The answer to a request that could not be parsed (RFC 3261 §16.3 step 1, §21.4.1): from those of its headers that can be made out,
 * if they are enough for the sender to know what is answered.
 */
public final class Salvage {
    private static final List<HeaderName> NEEDED =
            List.of(HeaderName.VIA, HeaderName.FROM, HeaderName.TO, HeaderName.CALL_ID, HeaderName.CSEQ);

    private Salvage() {}

    /**
     * Begins the response to what {@link SipParser} threw the exception for, with the status that it suggests.
     *
     * @param bytes as they were given to the parser; not kept if nothing is returned
     * @return empty for what is to be dropped: a response, an ACK, more bytes than the limits allow, or a request without Via, From, To,
     *     Call-ID and CSeq, or with a Via that cannot be read
     */
    public static Optional<SipResponse.Builder> response(byte[] bytes, SipLimits limits, SipParseException why) {
        int start = SipParser.afterLineEnds(bytes);
        if (bytes.length > limits.maxMessageBytes() || !beginsWithMethod(bytes, start)) {
            return Optional.empty();
        }
        HeaderBlock block = new HeaderBlock(bytes, start, bytes.length, limits);
        block.skipLine();
        block.readHeadersLeniently();
        SipResponse.Builder response = SipResponse.builder(why.suggestedStatus(), null);
        for (Header header : block.headers()) {
            if (NEEDED.contains(header.name())) {
                response.add(header);
            }
        }
        return NEEDED.stream().allMatch(response::has) && hasReadableVia(response)
                ? Optional.of(response)
                : Optional.empty();
    }

    /** Whether this is a request of any method but ACK, which is never answered. */
    private static boolean beginsWithMethod(byte[] bytes, int start) {
        int end = start;
        while (end < bytes.length && Chars.isToken(bytes[end])) {
            end++;
        }
        return end > start
                && end < bytes.length
                && bytes[end] == ' '
                && !Methods.ACK.equals(Methods.of(bytes, start, end));
    }

    private static boolean hasReadableVia(SipResponse.Builder response) {
        try {
            response.build().topVia();
            return true;
        } catch (SipParseException e) {
            return false;
        }
    }
}
