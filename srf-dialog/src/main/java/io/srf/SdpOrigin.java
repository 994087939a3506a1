// SPDX-License-Identifier: Apache-2.0
package io.srf;

import java.math.BigInteger;
import java.util.List;

/**
 * Who described a session, and in which version (RFC 8866 §5.2).
 *
 * @param user login, {@code -} for none
 * @param sessionId digits, as written
 * @param version digits, as written; each change of the description raises it
 * @param network {@code IN}
 * @param addressType {@code IP4} or {@code IP6}
 * @param address host name or IP address
 */
public record SdpOrigin(
        String user, String sessionId, String version, String network, String addressType, String address) {
    private static final int FIELDS = 6;

    static SdpOrigin in(List<String> lines) {
        for (int i = 0; i < lines.size(); i++) {
            if (lines.get(i).startsWith("o=")) {
                return parse(lines.get(i), i + 1);
            }
        }
        throw new IllegalArgumentException("SDP: expected an \"o=\" line");
    }

    private static SdpOrigin parse(String line, int number) {
        String[] fields = line.substring(2).strip().split(" +", -1);
        if (fields.length != FIELDS) {
            throw new IllegalArgumentException(
                    "SDP line " + number + ": expected \"o=user id version IN IP4 address\"");
        }
        return new SdpOrigin(fields[0], fields[1], fields[2], fields[3], fields[4], fields[5]);
    }

    /** The same origin with the next version; a version that is no number is followed by 1. */
    public SdpOrigin next() {
        boolean isNumber = !version.isEmpty() && version.chars().allMatch(c -> c >= '0' && c <= '9');
        String following =
                isNumber ? new BigInteger(version).add(BigInteger.ONE).toString() : "1";
        return new SdpOrigin(user, sessionId, following, network, addressType, address);
    }

    String toLine() {
        return "o=" + user + ' ' + sessionId + ' ' + version + ' ' + network + ' ' + addressType + ' ' + address;
    }
}
