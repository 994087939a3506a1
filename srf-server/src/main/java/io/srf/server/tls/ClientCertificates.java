// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Whether peers that connect to the engine have to show a certificate.
 *
 * @param demand what is asked of them
 * @param authorities a PEM file with the authorities that their certificates must come from; null only if none is asked for
 */
public record ClientCertificates(Demand demand, @Nullable Path authorities) {
    /** What peers are asked for. */
    public enum Demand {
        /** Nothing. */
        NONE,
        /** A certificate, if they have one; a bad one ends the connection. */
        WANTED,
        /** A certificate; without one there is no connection. */
        REQUIRED
    }

    /** Nobody is asked for a certificate. */
    public static final ClientCertificates NONE = new ClientCertificates(Demand.NONE, null);

    /** Checks that it is said whose certificates are good. */
    public ClientCertificates {
        if (demand != Demand.NONE && authorities == null) {
            throw new IllegalArgumentException(
                    "client certificates are " + demand.name().toLowerCase(Locale.ROOT)
                            + ", expected a file with the authorities that they must come from");
        }
    }
}
