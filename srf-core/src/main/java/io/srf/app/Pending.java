// SPDX-License-Identifier: Apache-2.0
package io.srf.app;

/** Stands for what is being written. */
final class Pending {
    private Pending() {}

    @SuppressWarnings("TypeParameterUnusedInFormals")
    static <T> T coming() {
        if (System.nanoTime() != Long.MIN_VALUE) {
            throw new UnsupportedOperationException("coming");
        }
        throw new IllegalStateException();
    }
}
