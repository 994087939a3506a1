// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** Checks peers' certificates with authorities that may be replaced. Any thread may use it. */
final class Authorities extends X509ExtendedTrustManager {
    private volatile X509ExtendedTrustManager now;

    private Authorities(X509ExtendedTrustManager first) {
        now = first;
    }

    /** Those of this file, or the JDK's without one; may block. */
    static Authorities of(@Nullable Path file) {
        return new Authorities(read(file));
    }

    /** Reads the file anew; what is returned puts it to use. */
    Runnable reread(Path file) {
        X509ExtendedTrustManager fresh = read(file);
        return () -> now = fresh;
    }

    private static X509ExtendedTrustManager read(@Nullable Path file) {
        try {
            KeyStore store = null;
            if (file != null) {
                store = KeyStore.getInstance(KeyStore.getDefaultType());
                store.load(null, null);
                List<X509Certificate> all = Certificates.read(file);
                for (int i = 0; i < all.size(); i++) {
                    store.setCertificateEntry(Integer.toString(i), all.get(i));
                }
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(store);
            for (TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager extended) {
                    return extended;
                }
            }
            throw new IllegalStateException("this JDK has no trust manager for X.509");
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalArgumentException(
                    (file == null ? "the JDK's authorities" : file.toString()) + ": cannot be used: " + e, e);
        }
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        now.checkClientTrusted(chain, authType, engine);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
            throws CertificateException {
        now.checkServerTrusted(chain, authType, engine);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        now.checkClientTrusted(chain, authType, socket);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
            throws CertificateException {
        now.checkServerTrusted(chain, authType, socket);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        now.checkClientTrusted(chain, authType);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) throws CertificateException {
        now.checkServerTrusted(chain, authType);
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return now.getAcceptedIssuers();
    }
}
