// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

/**
 * An event on its way into the {@link Ring} or out of it: what kind it is, a number, and byte strings, each as its kind needs it.
 *
 * @param kind see {@link Entries}
 * @param number a port, or the place of an event in {@link Known}
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Entry(byte kind, int number, byte[]... parts) {
    private static final byte[][] NO_PARTS = {};

    Entry(byte kind, int number) {
        this(kind, number, NO_PARTS);
    }
}
