// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages as they come on streams. */
final class StreamSamples {
    static final String OPTIONS = request("OPTIONS", "Content-Length: 0\r\n", "");
    static final String WITH_BODY = request("MESSAGE", "Content-Length: 12\r\nSubject: x\r\n", "Hello\r\n\r\nyou");
    static final String COMPACT = request("MESSAGE", "l:4\r\n", "\r\n\r\n");
    static final String SHOUTED = request("INFO", "CONTENT-LENGTH \t:  3  \r\n", "abc");
    static final String FOLDED = request("INFO", "Subject: a\r\n b\r\n\tc\r\ncontent-length:\r\n  2\r\nX: y\r\n", "ok");
    static final String TWICE = request("INFO", "Content-Length: 2\r\nl: 2\r\n", "ok");
    static final String RESPONSE = "SIP/2.0 200 OK\r\nVia: SIP/2.0/TCP a;branch=z9hG4bK1\r\nContent-Length: 0\r\n\r\n";
    static final List<String> ALL =
            List.of(OPTIONS, WITH_BODY, COMPACT, SHOUTED, FOLDED, TWICE, RESPONSE, body(70_000));

    private StreamSamples() {}

    /** A request with these header lines after those that every request has. */
    static String request(String method, String headers, String body) {
        return method + " sip:bob@example.com SIP/2.0\r\n"
                + "Via: SIP/2.0/TCP pc33.example.com;branch=z9hG4bK776asdhds\r\n"
                + "From: Alice <sip:alice@example.com>;tag=1928301774\r\n"
                + "To: <sip:bob@example.com>\r\n"
                + "Call-ID: a84b4c76e66710\r\n"
                + "CSeq: 314159 " + method + "\r\n"
                + headers + "\r\n" + body;
    }

    /** A request with a body of this many bytes. */
    static String body(int bytes) {
        return request("MESSAGE", "Content-Length: " + bytes + "\r\n", "b".repeat(bytes));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
