// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static io.srf.sip.SipParseException.startLine;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/** The first line of a message: method, Request-URI and version, or version, status and reason (RFC 3261 §7.1, §7.2). */
@SuppressWarnings("ArrayRecordComponent") // never compared
record StartLine(byte[] in, int from, int to, SipLimits limits) {
    private static final int VERSION_NOT_SUPPORTED = 505;
    private static final int URI_TOO_LONG = 414;
    private static final Pattern OTHER_VERSION = Pattern.compile("(?i)SIP/\\d{1,4}\\.\\d{1,4}");

    /** The message that begins with this line. */
    SipMessage message(SipMessage.Parts parts) {
        return isText("SIP/", from, from + 4) ? response(parts) : request(parts);
    }

    private SipResponse response(SipMessage.Parts parts) {
        int blank = blank(from);
        if (!isText(SipMessage.VERSION, from, blank)) {
            throw startLine(from, VERSION_NOT_SUPPORTED, "expected SIP/2.0 and a status");
        }
        int end = blank + 4;
        if (end > to || (end < to && in[end] != ' ')) {
            throw startLine(blank + 1, "expected a status of three digits");
        }
        int status = 0;
        for (int i = blank + 1; i < end; i++) {
            if (!Chars.isDigit(in[i])) {
                throw startLine(i, "expected a status of three digits");
            }
            status = status * 10 + (in[i] - '0');
        }
        if (status < SipResponse.MIN_STATUS || status > SipResponse.MAX_STATUS) {
            throw startLine(blank + 1, "expected a status from 100 to 699, found " + status);
        }
        return new SipResponse(status, end < to ? Text.decode(in, end + 1, to) : "", parts);
    }

    private SipRequest request(SipMessage.Parts parts) {
        int methodEnd = from;
        while (methodEnd < to && Chars.isToken(in[methodEnd])) {
            methodEnd++;
        }
        if (methodEnd == from || methodEnd == to || in[methodEnd] != ' ') {
            throw startLine(methodEnd, "expected a method and one blank");
        }
        int uriStart = methodEnd + 1;
        int uriEnd = blank(uriStart);
        if (uriEnd == to) {
            throw startLine(to, "expected a method, a Request-URI and SIP/2.0");
        }
        if (uriEnd - uriStart > limits.maxUriBytes()) {
            throw startLine(
                    uriStart,
                    URI_TOO_LONG,
                    "the Request-URI is too long, expected: ≤ " + limits.maxUriBytes() + " bytes");
        }
        String uri = Text.decode(in, uriStart, uriEnd);
        try {
            UriReader.checkShape(uri, uriStart);
        } catch (SipParseException e) {
            throw startLine(e.offset(), "bad Request-URI: " + e.problem());
        }
        return new SipRequest(Methods.of(in, from, methodEnd), uri, version(uriEnd + 1), parts);
    }

    /** SIP/2.0, or another version as it is written, which is for others to refuse. */
    private String version(int start) {
        if (isText(SipMessage.VERSION, start, to)) {
            return SipMessage.VERSION;
        }
        String version = new String(in, start, to - start, StandardCharsets.ISO_8859_1);
        if (!OTHER_VERSION.matcher(version).matches()) {
            throw startLine(start, "expected SIP/2.0 after the Request-URI and one blank");
        }
        return version;
    }

    /** Where the next blank is, or the end of the line. */
    private int blank(int start) {
        int i = start;
        while (i < to && in[i] != ' ') {
            i++;
        }
        return i;
    }

    /** Whether these bytes are this text, in any case. */
    private boolean isText(String text, int start, int end) {
        if (end - start != text.length() || end > to) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (Character.toLowerCase((char) in[start + i]) != Character.toLowerCase(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }
}
