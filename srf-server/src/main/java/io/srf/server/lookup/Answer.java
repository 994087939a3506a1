// SPDX-License-Identifier: Apache-2.0
package io.srf.server.lookup;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a question for records came to.
 *
 * @param records empty if there are none, or nobody could say
 * @param failure why nobody could say; null if it is known what there is
 */
public record Answer<T>(List<T> records, @Nullable String failure) {
    /** Copies the list. */
    public Answer {
        records = List.copyOf(records);
    }

    /** These, which may be none. */
    public static <T> Answer<T> of(List<T> records) {
        return new Answer<>(records, null);
    }

    /** There are none. */
    public static <T> Answer<T> none() {
        return new Answer<>(List.of(), null);
    }

    /** Nobody could say. */
    public static <T> Answer<T> failed(String why) {
        return new Answer<>(List.of(), why);
    }
}
