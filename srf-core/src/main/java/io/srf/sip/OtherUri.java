// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/**
 * A URI whose scheme is neither sip, sips nor tel; its text is kept as it came.
 *
 * @param scheme in lower case
 * @param text the whole URI
 */
public record OtherUri(String scheme, String text) implements Uri {
    @Override
    public String user() {
        return "";
    }

    @Override
    public String toString() {
        return text;
    }
}
