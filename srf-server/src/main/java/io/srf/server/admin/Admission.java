// SPDX-License-Identifier: Apache-2.0
package io.srf.server.admin;

import io.srf.wire.ClientMessage;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Decides who may be an application. */
@FunctionalInterface
public interface Admission {
    /** For links inside the JVM: everybody. */
    Admission TRUSTED = hello -> true;

    /** Whether this application is let in. */
    boolean admits(ClientMessage.Authenticate hello);

    /** Those that know the secret; how long the check takes does not tell how much of it was right. */
    static Admission withSecret(String secret) {
        byte[] expected = secret.getBytes(StandardCharsets.UTF_8);
        return hello -> MessageDigest.isEqual(expected, hello.secret().getBytes(StandardCharsets.UTF_8));
    }
}
