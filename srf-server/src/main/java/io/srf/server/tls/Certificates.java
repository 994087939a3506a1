// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** X.509 certificates in PEM files. */
final class Certificates {
    private static final String LABEL = "CERTIFICATE";

    private Certificates() {}

    /**
     * Those of a file in their order, one at least; may block.
     *
     * @throws IllegalArgumentException if there are none, or one cannot be read; the message names the file
     */
    static List<X509Certificate> read(Path file) {
        List<X509Certificate> all = new ArrayList<>();
        for (PemFile.Block block : PemFile.read(file)) {
            if (block.label().equals(LABEL)) {
                all.add(certificate(file, block.der()));
            }
        }
        if (all.isEmpty()) {
            throw new IllegalArgumentException(file + ": no certificate, expected -----BEGIN CERTIFICATE-----");
        }
        return all;
    }

    private static X509Certificate certificate(Path file, byte[] der) {
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new IllegalArgumentException(file + ": unreadable certificate: " + e.getMessage(), e);
        }
    }
}
