// SPDX-License-Identifier: Apache-2.0
package io.srf.link;

import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How an application's end of a TCP link behaves; that by a UNIX domain socket has its defaults.
 *
 * @param connectMillis how long one attempt to connect may take, and again the TLS handshake
 * @param maxInboundFrame the longest payload taken from an engine, in bytes; a longer one costs the link
 * @param maxOutboundBytes that may wait for an engine to read; more cost the link
 * @param frameLimits what the engine can read; not applied to one that says it is srf
 * @param tls null for plain TCP; an engine's certificate must name its host, unless the context's trust manager is an
 *     {@link javax.net.ssl.X509ExtendedTrustManager} that does not ask for that
 */
public record TcpOptions(
        int connectMillis,
        int maxInboundFrame,
        int maxOutboundBytes,
        FrameLimits frameLimits,
        @Nullable SSLContext tls) {
    /** Plain TCP, 5 s, 1 MiB, 16 MiB, and the limits of a drachtio-server. */
    public static final TcpOptions DEFAULT =
            new TcpOptions(5_000, 1024 * 1024, 16 * 1024 * 1024, FrameLimits.CPP_SERVER, null);

    /** Checks the bounds. */
    public TcpOptions {
        if (connectMillis < 1 || maxInboundFrame < 1 || maxOutboundBytes < 1) {
            throw new IllegalArgumentException("the bounds must be positive, found " + connectMillis + ", "
                    + maxInboundFrame + ", " + maxOutboundBytes);
        }
    }

    /** The same with TLS. */
    public TcpOptions withTls(SSLContext context) {
        return new TcpOptions(connectMillis, maxInboundFrame, maxOutboundBytes, frameLimits, context);
    }

    /** The same with other limits on what is sent. */
    public TcpOptions withFrameLimits(FrameLimits limits) {
        return new TcpOptions(connectMillis, maxInboundFrame, maxOutboundBytes, limits, tls);
    }
}
