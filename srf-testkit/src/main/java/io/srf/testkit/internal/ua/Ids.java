// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit.internal.ua;

import io.srf.sip.Via;

/** Makes identifiers that a reader recognises: numbered, with the name of the phone in them. */
public final class Ids {
    private final String stem;
    private int calls;
    private int branches;
    private int tags;

    /**
     * Begins at one.
     *
     * @param stem in each identifier; must differ between all phones that meet, and from one run to the next if what they meet lives longer
     */
    public Ids(String stem) {
        this.stem = stem;
    }

    /** A new Call-ID, such as {@code alice-call-1}. */
    public String callId() {
        return stem + "-call-" + ++calls;
    }

    /** A new branch, such as {@code z9hG4bK-alice-1}. */
    public String branch() {
        return Via.MAGIC_COOKIE + '-' + stem + '-' + ++branches;
    }

    /** A new tag, such as {@code alice-1}. */
    public String tag() {
        return stem + '-' + ++tags;
    }
}
