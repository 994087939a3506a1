// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a recorder holds.
 *
 * @param bytes how much memory that takes
 * @param since when the oldest of it happened; null if there is nothing
 */
public record RecorderStats(long bytes, @Nullable Instant since) {}
