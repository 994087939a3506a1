// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

/**
 * Something that is wrong in a configuration.
 *
 * @param where such as {@code srf.yaml:3}
 * @param key as it was written
 * @param text what is wrong, and what was expected
 */
public record Mistake(String where, String key, String text) {
    @Override
    public String toString() {
        return where + ": " + (key.isEmpty() ? "" : key + ": ") + text;
    }
}
