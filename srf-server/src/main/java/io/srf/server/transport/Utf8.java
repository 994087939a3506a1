// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Tells what is UTF-8; ASCII, which most messages are, at little cost. */
final class Utf8 {
    private Utf8() {}

    static boolean is(byte[] bytes) {
        for (byte b : bytes) {
            if (b < 0) {
                return isDecodable(bytes);
            }
        }
        return true;
    }

    private static boolean isDecodable(byte[] bytes) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
