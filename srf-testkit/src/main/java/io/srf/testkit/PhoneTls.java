// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import io.srf.server.tls.SelfSigned;
import io.srf.server.tls.TlsContexts;
import io.srf.server.tls.TlsIdentity;
import io.srf.server.tls.TlsOptions;
import io.srf.server.tls.Trust;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.net.ssl.SSLContext;

/** Certificates of phones that speak TLS; made once for all of a JVM, when they are first asked for. They trust everybody. */
public final class PhoneTls {
    private PhoneTls() {}

    private static final class Made {
        static final TlsIdentity IDENTITY = make();
        static final TlsContexts CONTEXTS =
                new TlsContexts(TlsOptions.NONE.with(IDENTITY).withServers(Trust.ANY));

        private static TlsIdentity make() {
            try {
                Path folder = Files.createTempDirectory("srf-phones");
                TlsIdentity made = SelfSigned.in(folder, "phones", List.of("localhost", "127.0.0.1"));
                List.of(folder, made.certificate(), made.key())
                        .forEach(path -> path.toFile().deleteOnExit());
                return made;
            } catch (IOException e) {
                throw new UncheckedIOException("cannot keep a certificate", e);
            }
        }
    }

    /** A certificate for {@code localhost} and 127.0.0.1, which an engine may use too. */
    public static TlsIdentity identity() {
        return Made.IDENTITY;
    }

    static SSLContext client() {
        return Made.CONTEXTS.clientContext();
    }

    static StreamSockets sockets() {
        return StreamSockets.tls(Made.CONTEXTS.clientContext(), Made.CONTEXTS.serverContext());
    }
}
