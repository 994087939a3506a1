// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

import java.util.List;

/**
 * One option as somebody wrote it.
 *
 * @param where such as {@code srf.yaml:3}
 * @param key as it was written
 * @param name of the option without its dashes
 * @param values one, or as many as a list has
 */
record Setting(String where, String key, String name, List<String> values) {
    Setting {
        values = List.copyOf(values);
    }

    Mistake mistake(String text) {
        return new Mistake(where, key, text);
    }
}
