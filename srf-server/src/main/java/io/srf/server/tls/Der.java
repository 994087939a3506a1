// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;

/** As much of ASN.1's DER as it takes to make a PKCS#8 key of an older form. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private Der() {}

    /**
     * A PKCS#8 key (RFC 5208 §5): the kind of key as the public half says it, and the key itself in its own form.
     *
     * @param publicKey a SubjectPublicKeyInfo (RFC 5280 §4.1), which begins with the kind
     * @param key an RSAPrivateKey (RFC 8017 A.1.2) or ECPrivateKey (RFC 5915)
     */
    static byte[] pkcs8(byte[] publicKey, byte[] key) throws IOException {
        int kind = headBytes(publicKey, 0);
        byte[] algorithm = Arrays.copyOfRange(publicKey, kind, kind + size(publicKey, kind));
        ByteArrayOutputStream content = new ByteArrayOutputStream();
        content.write(VERSION_0);
        content.write(algorithm);
        content.write(tagged(OCTET_STRING, key));
        return tagged(SEQUENCE, content.toByteArray());
    }

    /** How many bytes tag and length of the element there take. */
    private static int headBytes(byte[] der, int at) throws IOException {
        if (at + 1 >= der.length) {
            throw new IOException("the key ends too early");
        }
        int length = der[at + 1] & 0xFF;
        return length < 0x80 ? 2 : 2 + (length & 0x7F);
    }

    /** How many bytes the element there takes, all in all. */
    private static int size(byte[] der, int at) throws IOException {
        int head = headBytes(der, at);
        int length = der[at + 1] & 0xFF;
        if (length >= 0x80) {
            length = 0;
            for (int i = 2; i < head; i++) {
                length = (length << 8) | (der[at + i] & 0xFF);
            }
        }
        return head + length;
    }

    private static byte[] tagged(int tag, byte[] content) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < 0x80) {
            out.write(content.length);
        } else {
            out.write(0x82);
            out.write(content.length >> 8);
            out.write(content.length);
        }
        out.write(content);
        return out.toByteArray();
    }
}
