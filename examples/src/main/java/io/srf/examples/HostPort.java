// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.net.InetSocketAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code host:port} from a command line. */
final class HostPort implements ITypeConverter<InetSocketAddress> {
    private static final int MAX_PORT = 65_535;

    @Override
    public InetSocketAddress convert(String text) {
        int colon = text.lastIndexOf(':');
        String host = colon < 1 ? "" : text.substring(0, colon);
        int port = colon < 1 ? -1 : number(text.substring(colon + 1));
        if (host.isEmpty() || port < 0 || port > MAX_PORT) {
            throw new TypeConversionException("'" + text + "' is not host:port, such as 127.0.0.1:9022");
        }
        InetSocketAddress address = new InetSocketAddress(host.replaceAll("[\\[\\]]", ""), port);
        if (address.isUnresolved()) {
            throw new TypeConversionException(
                    "unknown host '" + host + "' (expected: HOST:PORT, such as 127.0.0.1:9022)");
        }
        return address;
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
