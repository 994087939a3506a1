// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import org.jspecify.annotations.Nullable;

/** Something without which no new calls should come here. May block for a few seconds. */
@FunctionalInterface
public interface ReadyCheck {
    /** What is amiss; null if all is well. */
    @Nullable String problem();
}
