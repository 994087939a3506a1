// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/**
 * The bounds a parsed message must keep; what exceeds one is refused with a {@link SipParseException} that names it.
 *
 * @param maxMessageBytes start line, headers and body together
 * @param maxHeaders number of header lines
 * @param maxLineBytes one header with its folded lines, and the start line
 * @param maxUriBytes the Request-URI
 */
public record SipLimits(int maxMessageBytes, int maxHeaders, int maxLineBytes, int maxUriBytes) {
    /** What the engine and the client use unless told otherwise. */
    public static final SipLimits DEFAULT = new SipLimits(256 * 1024, 256, 16 * 1024, 4 * 1024);

    /** No bounds, for messages that were within others before. */
    static final SipLimits NONE =
            new SipLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    /** Checks that every bound is positive. */
    public SipLimits {
        if (maxMessageBytes < 1 || maxHeaders < 1 || maxLineBytes < 1 || maxUriBytes < 1) {
            throw new IllegalArgumentException("limits must be positive: " + maxMessageBytes + ", " + maxHeaders + ", "
                    + maxLineBytes + ", " + maxUriBytes);
        }
    }
}
