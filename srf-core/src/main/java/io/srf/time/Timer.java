// SPDX-License-Identifier: Apache-2.0
package io.srf.time;

/** A task that waits for its time. */
public interface Timer {
    /** Sees to it that the task does not run any more, if it has not begun to; may be called twice. */
    void cancel();
}
