// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Makes messages at random, ordinary and odd ones; the same seed makes the same messages. */
final class MessageGenerator {
    private static final String TOKEN = "abcXYZ019-.!%*_+`'~";
    private static final String HOST = "abcxyz019-.";
    private static final String ANY_TEXT = "ab 1;,<>\"\\'()@:/?=&%$#!*+-._~[]{}|^`\té€漢\uFEFF\u0001\u001f\u007f";
    private static final List<HeaderName> NAMES = List.of(
            HeaderName.SUBJECT,
            HeaderName.USER_AGENT,
            HeaderName.SUPPORTED,
            HeaderName.of("X-Unknown"),
            HeaderName.of("x-unKNOWN-2"),
            HeaderName.of("!"));

    private final Random random;

    MessageGenerator(long seed) {
        random = new Random(seed);
    }

    int upTo(int bound) {
        return random.nextInt(bound + 1);
    }

    boolean sometimes() {
        return random.nextInt(3) == 0;
    }

    <T> T oneOf(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    String text(String alphabet, int min, int max) {
        StringBuilder text = new StringBuilder();
        int length = min + upTo(max - min);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }

    byte[] bytes(int max) {
        byte[] bytes = new byte[upTo(max)];
        random.nextBytes(bytes);
        return bytes;
    }

    String method() {
        return sometimes() ? text(TOKEN, 1, 12) : oneOf(Methods.ALL);
    }

    String host() {
        return switch (random.nextInt(4)) {
            case 0 -> "[2001:db8::" + Integer.toHexString(random.nextInt(0x10000)) + "]";
            case 1 -> "192.0.2." + random.nextInt(256);
            default -> text(HOST, 1, 12);
        };
    }

    int port() {
        return sometimes() ? 1 + random.nextInt(65_535) : -1;
    }

    SipUri sipUri() {
        SipUri uri = SipUri.of(sometimes() ? null : text(ANY_TEXT, 1, 8), host(), port());
        while (sometimes()) {
            uri = uri.withParam(text(TOKEN, 1, 5), sometimes() ? null : text(ANY_TEXT, 0, 6));
        }
        return sometimes()
                ? new SipUri(sometimes(), uri.rawUser(), null, uri.host(), uri.port(), uri.params(), "a=b&c=%20")
                : uri;
    }

    Uri uri() {
        return switch (random.nextInt(6)) {
            case 0 -> new TelUri("+1-555-" + random.nextInt(10_000), Params.parse(sometimes() ? ";ext=7" : ""));
            case 1 -> Uri.parse("urn:service:" + text(HOST, 1, 6));
            default -> sipUri();
        };
    }

    Params params() {
        Params params = Params.NONE;
        while (sometimes()) {
            params = params.with(text(TOKEN, 1, 5), sometimes() ? null : text(ANY_TEXT, 0, 8));
        }
        return params;
    }

    NameAddr address() {
        String name = sometimes() ? text(ANY_TEXT, 1, 10) : null;
        return new NameAddr(name, uri(), params());
    }

    Via via() {
        Params params = params().with("branch", Via.MAGIC_COOKIE + text(TOKEN, 0, 10));
        return new Via(oneOf(List.of("UDP", "TCP", "TLS", "WS", "X-Y")), host(), port(), params);
    }

    List<Via> vias() {
        return listOf(this::via);
    }

    List<NameAddr> addresses() {
        return listOf(this::address);
    }

    private <T> List<T> listOf(Supplier<T> one) {
        List<T> list = new ArrayList<>(List.of(one.get()));
        while (sometimes()) {
            list.add(one.get());
        }
        return list;
    }

    /** A header of no typed reader; what blanks it ends with are left out, as in any header. */
    Header header() {
        return Header.of(oneOf(NAMES), text(ANY_TEXT, 0, 40));
    }

    SipMessage message() {
        return sometimes() ? response() : request();
    }

    SipRequest request() {
        return filled(SipRequest.builder(method(), uri())).build();
    }

    SipResponse response() {
        return filled(SipResponse.builder(100 + random.nextInt(600), sometimes() ? null : text(ANY_TEXT, 0, 20)))
                .build();
    }

    private <B extends SipMessage.Builder<B>> B filled(B message) {
        for (Via via : vias()) {
            message.add(HeaderName.VIA, via);
        }
        message.add(HeaderName.FROM, address())
                .add(HeaderName.TO, address())
                .add(HeaderName.CALL_ID, text(TOKEN + "@()<>:\\\"/[]?{}", 1, 20))
                .add(HeaderName.CSEQ, new CSeq(random.nextInt(Integer.MAX_VALUE), method()));
        if (sometimes()) {
            message.add(HeaderName.CONTACT, HeaderValues.join(addresses()));
        }
        while (!sometimes()) {
            message.add(header());
        }
        return sometimes() ? message.body(bytes(80), "application/octet-stream") : message;
    }
}
