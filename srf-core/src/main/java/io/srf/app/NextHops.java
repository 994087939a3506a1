// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

import io.srf.sip.SipParseException;
import io.srf.sip.SipUri;
import io.srf.sip.Uri;
import io.srf.wire.Origin;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Where a request goes that is sent again after a challenge: to the server that asked, as another one may not know its nonce. */
final class NextHops {
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

    private NextHops() {}

    /**
     * The next hop.
     *
     * @param challenger where the challenge came from
     * @return the one the request had, if that is an address or its certificate has to bear a name; else the challenger's
     */
    static @Nullable String again(OutgoingRequest request, Origin challenger) {
        String before = request.routeUri() == null ? request.message().uriText() : request.routeUri();
        SipUri hop = sip(before);
        boolean plain =
                challenger.protocol().equals("udp") || challenger.protocol().equals("tcp");
        if (hop == null
                || hop.secure()
                || isAddress(hop.host())
                || !plain
                || challenger.address().isEmpty()) {
            return request.routeUri();
        }
        String address = challenger.address().indexOf(':') < 0
                ? challenger.address()
                : '[' + challenger.address().replace("[", "").replace("]", "") + ']';
        return SipUri.of(null, address, challenger.port())
                .withParam("transport", challenger.protocol().toLowerCase(Locale.ROOT))
                .withParam("lr", null)
                .toString();
    }

    private static @Nullable SipUri sip(String text) {
        try {
            return Uri.parse(text) instanceof SipUri sip ? sip : null;
        } catch (SipParseException e) {
            return null;
        }
    }

    private static boolean isAddress(String host) {
        return host.startsWith("[")
                || host.indexOf(':') >= 0
                || IPV4.matcher(host).matches();
    }
}
