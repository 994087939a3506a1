// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

/**
 * The number of a document's format: the least that a reader must know to make sense of it.
 *
 * <p>A new member that an older reader may leave out does not change the number, so that neighbouring versions read each other's documents
 * while a cluster is upgraded. What an older reader would get wrong raises it, and such a reader refuses the document; so a version that writes a new
 * format comes after one that reads it.
 */
public final class SnapshotFormat {
    /** The format this version writes, and the highest that it reads. */
    public static final int CURRENT = 2;

    /** The lowest format that this version reads; in it each dialog has its session descriptions itself. */
    public static final int OLDEST = 1;

    private SnapshotFormat() {}
}
