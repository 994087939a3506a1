// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Certificates that tests share, as making them takes long. */
public final class TestIdentities {
    private static final Path FOLDER = folder();

    /** For loopback addresses and {@code sip.example.com}. */
    public static final TlsIdentity LOOPBACK =
            SelfSigned.in(FOLDER, "loopback", List.of("sip.example.com", "127.0.0.1", "localhost"));

    /** For everything in {@code example.org}. */
    public static final TlsIdentity OTHER = SelfSigned.in(FOLDER, "other", List.of("*.example.org"));

    private TestIdentities() {}

    private static Path folder() {
        try {
            Path folder = Files.createTempDirectory("srf-certificates");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The engine's options with the first, trusting the first. */
    public static TlsOptions options() {
        return TlsOptions.NONE.with(LOOPBACK).withServers(Trust.in(LOOPBACK.certificate()));
    }
}
