// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transaction.Flows;
import io.srf.server.transport.Flow;
import io.srf.server.transport.Protocol;
import io.srf.sip.NameAddr;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import java.net.InetSocketAddress;

/**
 * Where peers on a flow are told to reach the engine.
 *
 * @param address the engine's own, as these peers see it
 * @param protocol what the flow speaks
 * @param secure whether they are to come by TLS on every hop ({@code sips})
 */
public record Here(InetSocketAddress address, Protocol protocol, boolean secure) {
    private static final String TRANSPORT = "transport";

    /** Where peers on this flow reach the engine. */
    public static Here on(Flow flow, Flows flows) {
        return new Here(flows.advertised(flow), flow.protocol(), false);
    }

    /** The same in a request to this URI, or in its response: what is asked for by sips is answered by sips (RFC 3261 §8.1.1.8, §12.1.1). */
    public Here asIn(Uri uri) {
        return new Here(address, protocol, uri instanceof SipUri sip && sip.secure() && protocol.isSecure());
    }

    /** A URI of the engine, with the transport where it is not UDP. */
    public SipUri uri() {
        SipUri plain = Addresses.uri(null, address);
        return withTransport(new SipUri(secure, plain.rawUser(), null, plain.host(), plain.port(), plain.params(), ""));
    }

    private SipUri withTransport(SipUri uri) {
        if (protocol == Protocol.UDP || uri.transport() != null || (uri.secure() && !protocol.isWebSocket())) {
            return uri;
        }
        return uri.withParam(TRANSPORT, protocol.isWebSocket() ? Protocol.WS.lower() : protocol.lower());
    }

    /** The address itself, or with the engine's own in place of {@code localhost}. */
    NameAddr localized(NameAddr given) {
        return Addresses.localized(given, address);
    }

    /** The same for a Contact, which says by which transport too. */
    NameAddr localizedContact(NameAddr given) {
        NameAddr local = localized(given);
        return !local.equals(given) && local.uri() instanceof SipUri uri ? local.withUri(withTransport(uri)) : local;
    }
}
