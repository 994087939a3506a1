// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings from the environment: {@code SRF_TLS_CERT} for {@code --tls-cert}. */
final class Environment {
    private static final String PREFIX = "SRF_";
    private static final String WHERE = "environment";

    private Environment() {}

    static String variable(String option) {
        return PREFIX + option.toUpperCase(Locale.ROOT).replace('-', '_');
    }

    /** What these variables say of the options; a variable that is empty says nothing. */
    static List<Setting> read(Map<String, String> variables, Options options) {
        List<Setting> settings = new ArrayList<>();
        for (String name : options.names()) {
            String value = variables.getOrDefault(variable(name), "");
            if (!value.isEmpty()) {
                settings.add(new Setting(WHERE, variable(name), name, List.of(value)));
            }
        }
        return settings;
    }

    /** The file that the environment names; empty for none. */
    static String file(Map<String, String> variables) {
        return variables.getOrDefault(variable(Options.FILE), "");
    }
}
