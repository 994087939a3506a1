// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transport;

import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsOptions;
import io.srf.server.tls.Trust;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;

/** The other end of a TLS connection, on the JDK's own sockets. */
final class TlsPeer {
    private static final int MAX_WAIT_MILLIS = 10_000;

    private TlsPeer() {}

    /** Connects and shakes hands, asking for this name ("" for none). */
    static SSLSocket connect(InetSocketAddress to, TlsOptions own, String name) throws IOException {
        SSLContext context = new TlsContexts(own.withServers(Trust.ANY)).clientContext();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket();
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        if (!name.isEmpty()) {
            SSLParameters parameters = socket.getSSLParameters();
            parameters.setServerNames(List.of(new SNIHostName(name)));
            socket.setSSLParameters(parameters);
        }
        socket.connect(to, MAX_WAIT_MILLIS);
        socket.startHandshake();
        return socket;
    }

    /** Connects without shaking hands. */
    static SSLSocket open(InetSocketAddress to) throws IOException {
        SSLContext context = new TlsContexts(TlsOptions.NONE.withServers(Trust.ANY)).clientContext();
        SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket(to.getAddress(), to.getPort());
        socket.setSoTimeout(MAX_WAIT_MILLIS);
        return socket;
    }

    /** Whether the engine closes without another word. */
    static boolean isClosed(SSLSocket socket) {
        try {
            return socket.getInputStream().read() < 0;
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    /** Whom the engine says it is. */
    static String subject(SSLSocket socket) throws IOException {
        X509Certificate own = (X509Certificate) socket.getSession().getPeerCertificates()[0];
        return own.getSubjectX500Principal().getName();
    }
}
