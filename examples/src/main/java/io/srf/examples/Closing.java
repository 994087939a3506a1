// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import org.jspecify.annotations.Nullable;

/** Something to close at the end of a try block, or nothing. */
record Closing(@Nullable AutoCloseable closeable) implements AutoCloseable {
    static Closing of(@Nullable AutoCloseable closeable) {
        return new Closing(closeable);
    }

    @Override
    public void close() {
        if (closeable != null) {
            try {
                closeable.close();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }
    }
}
