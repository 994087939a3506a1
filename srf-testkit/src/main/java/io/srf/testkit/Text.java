// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;

/** How times and addresses are written. */
final class Text {
    private static final double NANOS_PER_MILLI = 1e6;

    private Text() {}

    /** Milliseconds, with as many decimals as are needed: {@code 12.5}. */
    static String millis(long nanos) {
        String text = String.format(Locale.ROOT, "%.3f", nanos / NANOS_PER_MILLI);
        return text.replaceFirst("\\.?0+$", "");
    }

    static String millis(Duration duration) {
        return millis(duration.toNanos());
    }

    /** The IP address, without brackets. */
    static String digits(InetSocketAddress address) {
        return NetUtil.toAddressString(address.getAddress());
    }

    /** The IP address, an IPv6 address in brackets as SIP wants it. */
    static String host(InetSocketAddress address) {
        String digits = digits(address);
        return address.getAddress() instanceof Inet6Address ? '[' + digits + ']' : digits;
    }

    /** IP address and port: {@code 192.0.2.1:5060}. */
    static String address(InetSocketAddress address) {
        return host(address) + ':' + address.getPort();
    }
}
