// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.transport.ListenAddress;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Checks an address to listen on that a command line gives. */
final class Listen implements ITypeConverter<String> {
    @Override
    public String convert(String text) {
        try {
            ListenAddress.parse(text.strip());
            return text;
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
