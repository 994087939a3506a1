// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.util.List;

/**
 * Some of the ids that were asked for.
 *
 * @param ids none twice
 * @param next where the next page begins, or {@link #END}
 */
public record IdPage(List<String> ids, String next) {
    /** The first page's beginning. */
    public static final String START = "";

    /** There is no further page. */
    public static final String END = "";

    /** Copies the list. */
    public IdPage {
        ids = List.copyOf(ids);
    }
}
