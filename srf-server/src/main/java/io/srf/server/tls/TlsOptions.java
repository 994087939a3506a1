// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * How the engine speaks TLS.
 *
 * @param identities one for each name that peers may ask for (SNI, RFC 6066 §3), found by the names in the certificates;
 *     the first is for all others
 * @param clients whether peers that connect by TLS are asked for certificates; those that connect by WSS never are
 * @param servers whom the engine trusts when it connects
 * @param limits of handshakes
 */
public record TlsOptions(List<TlsIdentity> identities, ClientCertificates clients, Trust servers, TlsLimits limits) {
    /** Without any identity, trusting those whom the JDK trusts. */
    public static final TlsOptions NONE =
            new TlsOptions(List.of(), ClientCertificates.NONE, Trust.SYSTEM, TlsLimits.DEFAULT);

    /** Copies the list. */
    public TlsOptions {
        identities = List.copyOf(identities);
    }

    /** With this certificate and key, and otherwise what is usual. */
    public static TlsOptions of(Path certificate, Path key) {
        return NONE.with(TlsIdentity.of(certificate, key));
    }

    /** The same with one more identity. */
    public TlsOptions with(TlsIdentity identity) {
        List<TlsIdentity> more = new ArrayList<>(identities);
        more.add(identity);
        return new TlsOptions(more, clients, servers, limits);
    }

    /** The same with this demand on those who connect. */
    public TlsOptions withClients(ClientCertificates newClients) {
        return new TlsOptions(identities, newClients, servers, limits);
    }

    /** The same with trust in these servers. */
    public TlsOptions withServers(Trust newServers) {
        return new TlsOptions(identities, clients, newServers, limits);
    }

    /** The same with other limits. */
    public TlsOptions withLimits(TlsLimits newLimits) {
        return new TlsOptions(identities, clients, servers, newLimits);
    }
}
