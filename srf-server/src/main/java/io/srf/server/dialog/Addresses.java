// SPDX-License-Identifier: Apache-2.0
package io.srf.server.dialog;

import io.srf.server.transport.Hosts;
import io.srf.sip.NameAddr;
import io.srf.sip.SipUri;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Socket addresses as SIP writes them. */
public final class Addresses {
    /** The host that stands for the engine's own address in what applications write. */
    private static final String LOCALHOST = "localhost";

    private Addresses() {}

    /** A SIP URI at this address. */
    public static SipUri uri(@Nullable String user, InetSocketAddress address) {
        return SipUri.of(user, Hosts.inUri(address), address.getPort());
    }

    /** The address itself, or with the engine's own in place of {@code localhost}. */
    static NameAddr localized(NameAddr address, InetSocketAddress us) {
        if (address.uri() instanceof SipUri uri && uri.host().equalsIgnoreCase(LOCALHOST)) {
            return address.withUri(uri.withHostPort(Hosts.inUri(us), us.getPort()));
        }
        return address;
    }
}
