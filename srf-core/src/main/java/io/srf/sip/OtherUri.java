// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import java.util.Locale;

/**
 * A URI whose scheme is neither sip, sips nor tel; its text is kept as it came.
 *
 * @param text the whole URI
 */
public record OtherUri(String text) implements Uri {
    @Override
    public String scheme() {
        return text.substring(0, text.indexOf(':')).toLowerCase(Locale.ROOT);
    }

    @Override
    public String user() {
        return "";
    }

    @Override
    public String toString() {
        return text;
    }
}
