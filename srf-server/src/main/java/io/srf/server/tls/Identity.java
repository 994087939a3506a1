// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A certificate and its key, read from their files. Immutable.
 *
 * @param chain the certificate, and those that lead to its authority
 * @param key its private key
 * @param names the DNS names that the certificate is for, in lower case; one may begin with {@code *.}
 */
record Identity(List<X509Certificate> chain, PrivateKey key, Set<String> names) {
    private static final int DNS_NAME = 2;

    /**
     * Reads the files; may block.
     *
     * @throws IllegalArgumentException if one cannot be read, or they do not belong together; the message names it
     */
    static Identity read(TlsIdentity files) {
        List<X509Certificate> chain = Certificates.read(files.certificate());
        X509Certificate own = chain.getFirst();
        PrivateKey key = PrivateKeys.read(files.key(), files.password(), own.getPublicKey());
        if (!belongTogether(key, own.getPublicKey())) {
            throw new IllegalArgumentException(
                    files.key() + ": not the key of the certificate in " + files.certificate());
        }
        return new Identity(List.copyOf(chain), key, Set.copyOf(dnsNames(files.certificate(), own)));
    }

    private static boolean belongTogether(PrivateKey key, PublicKey publicKey) {
        byte[] something = {1, 2, 3};
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            default -> key.getAlgorithm();
        };
        try {
            Signature signing = Signature.getInstance(algorithm);
            signing.initSign(key);
            signing.update(something);
            byte[] signature = signing.sign();
            Signature checking = Signature.getInstance(algorithm);
            checking.initVerify(publicKey);
            checking.update(something);
            return checking.verify(signature);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static Set<String> dnsNames(Path file, X509Certificate certificate) {
        Set<String> names = new HashSet<>();
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            for (List<?> name : all == null ? List.<List<?>>of() : all) {
                if (name.get(0) instanceof Integer kind && kind == DNS_NAME) {
                    names.add(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException e) {
            throw new IllegalArgumentException(file + ": unreadable names: " + e.getMessage(), e);
        }
        return names;
    }

    /** Whether the certificate is for this host, in lower case; a wildcard stands for one label (RFC 9525 §6.3). */
    boolean isFor(String host) {
        int dot = host.indexOf('.');
        return names.contains(host) || (dot > 0 && names.contains('*' + host.substring(dot)));
    }
}
