// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.tls.ClientCertificates;
import io.srf.server.tls.ClientCertificates.Demand;
import io.srf.server.tls.TlsIdentity;
import io.srf.server.tls.TlsOptions;
import io.srf.server.tls.Trust;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The flags of every command that may speak TLS. */
final class TlsFlags {
    @Option(
            names = "--tls-cert",
            paramLabel = "FILE",
            split = ",",
            description = "A certificate in PEM, followed by those that lead to its authority; more of them for other"
                    + " names (SNI). Changed files are taken up within 30 s.")
    private List<Path> certificates = new ArrayList<>();

    @Option(
            names = "--tls-key",
            paramLabel = "FILE",
            split = ",",
            description = "The key of each certificate, in the same order, in PEM.")
    private List<Path> keys = new ArrayList<>();

    @Option(
            names = "--tls-key-password",
            paramLabel = "PASSWORD",
            description = "Of keys that are encrypted; better given in a configuration file.")
    private @Nullable String password;

    @Option(
            names = "--tls-client-certs",
            paramLabel = "none|wanted|required",
            converter = DemandName.class,
            description = "Whether those who connect by TLS must show a certificate (default: none).")
    private Demand demand = Demand.NONE;

    @Option(
            names = "--tls-client-ca",
            paramLabel = "FILE",
            description = "The authorities that these certificates must come from, in PEM.")
    private @Nullable Path clientAuthorities;

    @Option(
            names = "--tls-trust",
            paramLabel = "system|any|FILE",
            description =
                    "Whose certificates are good when the engine connects: of the JDK's authorities, anybody's, or"
                            + " of those in a PEM file (default: ${DEFAULT-VALUE}).")
    private String trust = Trust.SYSTEM.toString();

    private static final class DemandName extends EnumName<Demand> {
        DemandName() {
            super(Demand.class);
        }
    }

    /** What they say; throws {@link IllegalArgumentException} if they do not fit together. */
    TlsOptions options() {
        if (certificates.size() != keys.size()) {
            throw new IllegalArgumentException("--tls-cert names " + certificates.size() + " files and --tls-key "
                    + keys.size() + ", expected a key for each certificate");
        }
        TlsOptions options = TlsOptions.NONE.withServers(Trust.parse(trust));
        for (int i = 0; i < certificates.size(); i++) {
            options = options.with(new TlsIdentity(certificates.get(i), keys.get(i), password));
        }
        return options.withClients(new ClientCertificates(demand, clientAuthorities));
    }
}
