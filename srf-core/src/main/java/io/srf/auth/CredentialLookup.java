// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import org.jspecify.annotations.Nullable;

/** Finds the name and password that belong to a realm. {@link Credentials} are found for every realm. */
@FunctionalInterface
public interface CredentialLookup {
    /**
     * Finds them. Runs on the executor of the application, and may block.
     *
     * @param realm as the server wrote it
     * @return null if there are none; what the challenged request got stays its answer then
     */
    @Nullable Credentials find(String realm);
}
