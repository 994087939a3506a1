// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

/** Whether a shard takes new requests. */
public sealed interface OverloadState {
    /** It does. */
    record Accepting() implements OverloadState {}

    /**
     * It does not.
     *
     * @param strainedAt when it was seen last that it should not, in nanoseconds
     */
    record Refusing(long strainedAt) implements OverloadState {}
}
