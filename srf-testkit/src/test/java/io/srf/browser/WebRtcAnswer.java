// SPDX-License-Identifier: Apache-2.0
package io.srf.browser;

import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** An answer that a browser takes for its offer of one audio stream (RFC 8829). Nobody is behind it: no media ever flows. */
final class WebRtcAnswer {
    private static final String FINGERPRINT = IntStream.range(0, 32)
            .mapToObj(i -> String.format(Locale.ROOT, "%02X", i))
            .collect(Collectors.joining(":"));

    private WebRtcAnswer() {}

    static String to(String offer) {
        String mid = attribute(offer, "mid");
        return """
                v=0
                o=bob 1 1 IN IP4 127.0.0.1
                s=-
                t=0 0
                a=group:BUNDLE %1$s
                m=audio 9 UDP/TLS/RTP/SAVPF 0
                c=IN IP4 127.0.0.1
                a=rtcp-mux
                a=mid:%1$s
                a=ice-ufrag:srfsrf
                a=ice-pwd:srfsrfsrfsrfsrfsrfsrfsrf
                a=fingerprint:sha-256 %2$s
                a=setup:active
                a=sendrecv
                a=rtpmap:0 PCMU/8000
                """.formatted(mid, FINGERPRINT).replace("\n", "\r\n");
    }

    private static String attribute(String offer, String name) {
        String begin = "a=" + name + ":";
        return offer.lines()
                .filter(line -> line.startsWith(begin))
                .map(line -> line.substring(begin.length()).strip())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + begin + " in " + offer));
    }
}
