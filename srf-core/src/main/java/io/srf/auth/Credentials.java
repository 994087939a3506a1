// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import static java.util.Objects.requireNonNull;

/**
 * A user's name and password, for whatever realm asks (RFC 3261 §22.4).
 *
 * @param user the name
 * @param password in clear text; it is never sent or logged
 */
public record Credentials(String user, String password) implements CredentialLookup {
    /** Checks that nothing is missing. */
    public Credentials {
        requireNonNull(user, "user");
        requireNonNull(password, "password");
    }

    @Override
    public Credentials find(String realm) {
        return this;
    }

    /** The name, without the password. */
    @Override
    public String toString() {
        return "credentials of " + user;
    }
}
