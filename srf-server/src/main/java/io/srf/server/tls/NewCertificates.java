// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Certificates, keys and authorities that were found to be usable, and are not in use yet.
 *
 * @param files that are other than those in use; none if nothing has changed
 * @param change puts them to use; may be run by any thread, once
 */
public record NewCertificates(SortedSet<Path> files, Runnable change) {
    /** Nothing has changed. */
    public static final NewCertificates NONE = new NewCertificates(new TreeSet<>(), () -> {});

    /** Copies the set. */
    public NewCertificates {
        files = Collections.unmodifiableSortedSet(new TreeSet<>(files));
    }

    /** Puts them to use: for handshakes that begin from now on. */
    public void use() {
        change.run();
    }

    /** These and those. */
    public NewCertificates and(NewCertificates others) {
        SortedSet<Path> both = new TreeSet<>(files);
        both.addAll(others.files);
        return new NewCertificates(both, () -> {
            use();
            others.use();
        });
    }
}
