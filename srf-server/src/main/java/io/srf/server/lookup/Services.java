// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import io.srf.server.transport.Protocol;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Which SRV records are asked for, and in which order (RFC 3263 §4.1, RFC 7118 §5.6). */
final class Services {
    /** How many services of one domain are asked for; more are passed over. */
    static final int MAX_SERVICES = 8;

    private static final String TO_SRV = "s";
    private static final Comparator<Naptr> FIRST = Comparator.comparingInt(Naptr::preference);

    private Services() {}

    /**
     * Those that the domain's NAPTR records offer: of the lowest order in which there is something that we speak, by preference (RFC 3403 §4.1).
     *
     * @param ours what we can send by
     * @param secure whether only TLS may be used
     */
    static List<Service> offered(List<Naptr> records, Collection<Protocol> ours, boolean secure) {
        List<Naptr> usable = records.stream()
                .filter(record -> record.flags().equalsIgnoreCase(TO_SRV))
                .filter(record -> isUsable(protocol(record.service()), ours, secure))
                .toList();
        int order = usable.stream().mapToInt(Naptr::order).min().orElse(0);
        return usable.stream()
                .filter(record -> record.order() == order)
                .sorted(FIRST)
                .limit(MAX_SERVICES)
                .map(Services::service)
                .toList();
    }

    private static Service service(Naptr record) {
        Protocol protocol = protocol(record.service());
        if (protocol == null) {
            throw new IllegalArgumentException("unknown service: " + record.service());
        }
        return new Service(protocol, HostNames.plain(record.replacement()));
    }

    /** Those that a domain without NAPTR records may have, in the order in which we listen. */
    static List<Service> guessed(String domain, Collection<Protocol> ours, boolean secure) {
        return ours.stream()
                .filter(protocol -> !protocol.isWebSocket() && isUsable(protocol, ours, secure))
                .map(protocol -> named(domain, protocol))
                .toList();
    }

    /** The one of this protocol. */
    static Service named(String domain, Protocol protocol) {
        String prefix = switch (protocol) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
            case WS -> "_sip._ws.";
            case WSS -> "_sips._ws.";
        };
        return new Service(protocol, prefix + domain);
    }

    private static boolean isUsable(@Nullable Protocol protocol, Collection<Protocol> ours, boolean secure) {
        return protocol != null && ours.contains(protocol) && (protocol.isSecure() || !secure);
    }

    private static @Nullable Protocol protocol(String service) {
        return switch (service.toUpperCase(Locale.ROOT)) {
            case "SIP+D2U" -> Protocol.UDP;
            case "SIP+D2T" -> Protocol.TCP;
            case "SIPS+D2T" -> Protocol.TLS;
            case "SIP+D2W" -> Protocol.WS;
            case "SIPS+D2W" -> Protocol.WSS;
            default -> null;
        };
    }
}
