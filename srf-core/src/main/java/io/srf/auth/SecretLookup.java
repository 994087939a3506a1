// SPDX-License-Identifier: Apache-2.0
package io.srf.auth;

import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds what a server knows of the users that it asks for their password. */
@FunctionalInterface
public interface SecretLookup {
    /**
     * Finds the secret of a user. Runs where handlers run, and may block; what it throws ends the request as if a handler had thrown it.
     *
     * @param user as the caller has written it
     * @param realm that asks
     * @return null if there is no such user, which callers cannot tell from a wrong password
     */
    @Nullable Secret find(String user, String realm);

    /**
     * Knows these users.
     *
     * @throws IllegalArgumentException if one comes twice
     */
    static SecretLookup of(Credentials... users) {
        Map<String, Secret> secrets = Stream.of(users)
                .collect(Collectors.toMap(Credentials::user, user -> Secret.password(user.password()), (one, other) -> {
                    throw new IllegalArgumentException("a user has two passwords, expected one each");
                }));
        return (user, realm) -> secrets.get(user);
    }
}
