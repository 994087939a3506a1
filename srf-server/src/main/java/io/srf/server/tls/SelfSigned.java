// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Makes certificates that are their own authority, for tests and demonstrations; with the JDK's {@code keytool}. */
public final class SelfSigned {
    private static final int DAYS = 30;
    private static final int LIMIT_SECONDS = 60;
    private static final String ALIAS = "own";

    private SelfSigned() {}

    /**
     * Writes {@code NAME.crt} and {@code NAME.key}, in place of those that are there; may block for a second or so.
     *
     * @param folder must exist
     * @param names DNS names and IP addresses that it is for, one at least
     * @throws UncheckedIOException if it cannot be made
     */
    public static TlsIdentity in(Path folder, String name, List<String> names) {
        String password = UUID.randomUUID().toString();
        Path store = folder.resolve(name + ".p12");
        try {
            Files.deleteIfExists(store);
            keytool(store, password, names);
            return export(store, password, folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
        } catch (IOException | GeneralSecurityException e) {
            throw new UncheckedIOException(new IOException("cannot make a certificate in " + folder + ": " + e, e));
        }
    }

    private static void keytool(Path store, String password, List<String> names) throws IOException {
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String san = names.stream().map(SelfSigned::alternative).collect(Collectors.joining(","));
        String common = "-alias " + ALIAS + " -keyalg EC -groupname secp256r1 -validity " + DAYS + " -storetype PKCS12";
        List<String> command = new ArrayList<>(List.of(tool, "-genkeypair", "-J-XX:TieredStopAtLevel=1"));
        command.addAll(List.of(common.split(" ")));
        command.addAll(List.of("-dname", "CN=" + names.getFirst(), "-ext", "san=" + san));
        command.addAll(List.of("-keystore", store.toString(), "-storepass", password));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                throw new IOException("keytool: " + said);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while keytool ran", e);
        } finally {
            process.destroy();
        }
    }

    private static String alternative(String name) {
        boolean address = name.indexOf(':') >= 0 || name.chars().allMatch(c -> c == '.' || Character.isDigit(c));
        return (address ? "ip:" : "dns:") + name;
    }

    private static TlsIdentity export(Path store, String password, Path certificate, Path key)
            throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, password.toCharArray());
        }
        Files.delete(store);
        write(key, "PRIVATE KEY", keys.getKey(ALIAS, password.toCharArray()).getEncoded());
        write(certificate, "CERTIFICATE", keys.getCertificate(ALIAS).getEncoded());
        return TlsIdentity.of(certificate, key);
    }

    private static void write(Path file, String label, byte[] der) throws IOException {
        String base64 = Base64.getMimeEncoder().encodeToString(der);
        Files.writeString(file, "-----BEGIN " + label + "-----\n" + base64 + "\n-----END " + label + "-----\n");
    }
}
