// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

import java.util.List;
import java.util.stream.Collectors;

/** Says all that is wrong in a configuration, one line each. */
public final class ConfigException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Says these mistakes; one at least. */
    ConfigException(List<Mistake> mistakes) {
        super(mistakes.stream().map(Mistake::toString).collect(Collectors.joining("\n")));
    }

    /** One line for each mistake. */
    public List<String> lines() {
        return String.valueOf(getMessage()).lines().toList();
    }
}
