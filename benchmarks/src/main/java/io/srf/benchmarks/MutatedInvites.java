// SPDX-License-Identifier: Apache-2.0
package io.srf.benchmarks;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/** INVITEs with some bytes changed, taken away, repeated or put in. Their hosts do not exist (RFC 6761). For one thread. */
final class MutatedInvites {
    private static final int MAX_CHANGES = 5;
    private static final int MAX_PIECE = 40;
    private static final int MAX_REPEATED = 2_000;
    private static final String TELLING = "\r\n \t:;,<>\"@=%?&[](){}\\\0-0123456789";

    private final Random random;
    private int number;

    MutatedInvites(Random random) {
        this.random = random;
    }

    /** The head of an INVITE that is as it should be. */
    String head(String protocol, int length) {
        number++;
        String id = Long.toHexString(random.nextLong()) + number;
        return "INVITE sip:reception@srf.invalid SIP/2.0\r\n"
                + "Via: SIP/2.0/" + protocol + " vandal.invalid:5060;branch=z9hG4bK" + id + ";rport\r\n"
                + "Max-Forwards: 70\r\n"
                + "From: \"A. Vandal\" <sip:vandal@vandal.invalid>;tag=" + id + "\r\n"
                + "To: <sip:reception@srf.invalid>\r\n"
                + "Call-ID: " + id + "@vandal.invalid\r\n"
                + "CSeq: 1 INVITE\r\n"
                + "Contact: <sip:vandal@vandal.invalid:5060;ob>\r\n"
                + "Allow: INVITE, ACK, CANCEL, OPTIONS, BYE, REFER, NOTIFY, UPDATE\r\n"
                + "Supported: timer, 100rel, replaces\r\n"
                + "Session-Expires: 1800;refresher=uac\r\n"
                + "Content-Type: application/sdp\r\n"
                + "Content-Length: " + length + "\r\n\r\n";
    }

    byte[] next(String protocol) {
        String sdp = StatelessPhone.SDP;
        byte[] bytes = (head(protocol, sdp.length()) + sdp).getBytes(StandardCharsets.US_ASCII);
        for (int changes = 1 + random.nextInt(MAX_CHANGES); changes > 0; changes--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        int from = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, from + 1 + random.nextInt(MAX_PIECE));
        byte[] piece = Arrays.copyOfRange(bytes, from, to);
        return switch (random.nextInt(6)) {
            case 0 -> with(bytes, from, from + 1, new byte[] {(byte) random.nextInt(256)});
            case 1 -> with(bytes, from, from + 1, new byte[] {(byte) TELLING.charAt(random.nextInt(TELLING.length()))});
            case 2 -> from == 0 ? bytes : with(bytes, from, to, new byte[0]);
            case 3 -> with(bytes, from, from, piece);
            case 4 -> with(bytes, from, from, repeated(piece));
            default -> with(bytes, from, from, digits());
        };
    }

    private byte[] repeated(byte[] piece) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while (out.size() < MAX_REPEATED) {
            out.writeBytes(piece);
        }
        return out.toByteArray();
    }

    private byte[] digits() {
        return Long.toString(random.nextLong()).getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] with(byte[] bytes, int from, int to, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length + instead.length);
        out.write(bytes, 0, from);
        out.writeBytes(instead);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
