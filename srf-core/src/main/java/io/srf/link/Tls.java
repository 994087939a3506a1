// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.ImmediateExecutor;
import io.srf.tls.OneHandshake;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** TLS at either end of a connection. */
final class Tls {
    private Tls() {}

    /** The end that connects. The peer's certificate must name the host (RFC 2818 §3.1), unless the context's trust manager is more lenient. */
    static SslHandler client(SSLContext context, String host, int port) {
        SSLEngine engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        return new OneHandshake(engine);
    }

    /** The end that is connected to. */
    static SslHandler server(SSLContext context) {
        return server(context, ImmediateExecutor.INSTANCE);
    }

    /** The same, whose handshake is computed there. */
    static SslHandler server(SSLContext context, Executor arithmetic) {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        return new OneHandshake(engine, arithmetic);
    }
}
