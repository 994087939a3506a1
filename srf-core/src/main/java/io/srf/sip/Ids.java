// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

/** Makes identifiers; any thread may ask. */
public final class Ids {
    private Ids() {}

    /** An id that no other call and, very probably, no other process gives; may be guessed. Fit for messages of a link. */
    public static String next() {
        throw new UnsupportedOperationException();
    }

    /** 16 characters of {@code a-z2-7}: 80 bits that cannot be guessed. Fit for tags, branches, Call-IDs and transaction ids. */
    public static String random() {
        throw new UnsupportedOperationException();
    }
}
