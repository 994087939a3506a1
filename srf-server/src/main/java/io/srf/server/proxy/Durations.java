// SPDX-License-Identifier: Apache-2.0
package io.srf.server.proxy;

/** Time limits as applications write them: {@code 2s}, {@code 1500ms}. */
final class Durations {
    private static final int MAX_DIGITS = 9;

    private Durations() {}

    /**
     * The limit in milliseconds; 0 for "", which stands for none.
     *
     * @throws IllegalArgumentException if it is written otherwise
     */
    static long millis(String text) {
        if (text.isEmpty()) {
            return 0;
        }
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        String unit = text.substring(digits);
        if (digits == 0 || digits > MAX_DIGITS || !(unit.equals("s") || unit.equals("ms"))) {
            throw new IllegalArgumentException("not a time limit: \"" + text + "\", expected such as 2s or 1500ms");
        }
        long number = Long.parseLong(text.substring(0, digits));
        return unit.equals("s") ? number * 1_000 : number;
    }
}
