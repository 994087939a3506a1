// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Who the engine says it is: a certificate and its key, in files.
 *
 * @param certificate a PEM file with the certificate, followed by those that lead to its authority
 * @param key a PEM file with its private key: PKCS#8, also encrypted, or the older RSA and EC forms
 * @param password of an encrypted key; null if it is not encrypted
 */
public record TlsIdentity(
        Path certificate, Path key, @Nullable String password) {
    /** An identity whose key is not encrypted. */
    public static TlsIdentity of(Path certificate, Path key) {
        return new TlsIdentity(certificate, key, null);
    }

    /** Names the files and not the password. */
    @Override
    public String toString() {
        return "certificate " + certificate + " with key " + key;
    }
}
