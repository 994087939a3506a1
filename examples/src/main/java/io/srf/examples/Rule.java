// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.routing.HttpRule;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the rule of a request handler from a command line. */
final class Rule implements ITypeConverter<HttpRule> {
    @Override
    public HttpRule convert(String text) {
        try {
            return HttpRule.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }
}
