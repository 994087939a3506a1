// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import org.jspecify.annotations.Nullable;

/** A kept document can not be read: it is broken, or was written in a format that this version does not know. */
public class SnapshotException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Whose document, and what is wrong with it. */
    public SnapshotException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
