// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.util.Locale;

/** How states, timers and outcomes are written. */
final class Words {
    private Words() {}

    /** {@code Proceeding} for a constant {@code PROCEEDING}; the kind of a record; everything else as it writes itself. */
    static String of(Object thing) {
        return switch (thing) {
            case Enum<?> constant -> capitalized(constant.name());
            case Record state -> state.getClass().getSimpleName();
            default -> thing.toString();
        };
    }

    private static String capitalized(String name) {
        return name.substring(0, 1) + name.substring(1).toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
