// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.nio.charset.StandardCharsets;

/** Messages written down as text, with a line feed for each line end. */
final class Messages {
    private Messages() {}

    /** The text with CRLF for each line end. */
    static byte[] bytes(String text) {
        return text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8);
    }

    /** A message in which CRLF stands for each line end. */
    static SipMessage parse(String text) {
        return SipParser.parse(bytes(text));
    }

    /** An OPTIONS with these header lines behind the required ones. */
    static SipRequest options(String... headerLines) {
        return (SipRequest) parse(OPTIONS + String.join("\n", headerLines) + (headerLines.length > 0 ? "\n\n" : "\n"));
    }

    /** A request with this one header line beside the start line. */
    static SipRequest withHeader(String headerLine) {
        return (SipRequest) parse("OPTIONS sip:bob@example.com SIP/2.0\n" + headerLine + "\n\n");
    }

    static final String OPTIONS = """
            OPTIONS sip:bob@example.com SIP/2.0
            Via: SIP/2.0/UDP 192.0.2.1:5060;branch=z9hG4bK77
            Max-Forwards: 70
            From: <sip:alice@example.com>;tag=a
            To: <sip:bob@example.com>
            Call-ID: 1@192.0.2.1
            CSeq: 1 OPTIONS
            """;
}
