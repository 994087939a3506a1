// SPDX-License-Identifier: Apache-2.0
package io.srf.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A headless Chromium. */
final class Chromium implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long END_SECONDS = 60;

    private final Process process;

    private Chromium(Process process) {
        this.process = process;
    }

    /** Skips the test where there is none. */
    static String installed() {
        List<Path> folders = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .map(Path::of)
                .toList();
        Optional<String> found = NAMES.stream()
                .filter(name -> folders.stream().anyMatch(folder -> Files.isExecutable(folder.resolve(name))))
                .findFirst();
        assumeTrue(found.isPresent(), "no Chromium is installed");
        return found.get();
    }

    /**
     * Opens a page.
     *
     * @param trusted the one certificate that is good although no authority has signed it
     */
    static Chromium open(String program, Path profile, Certificate trusted, String page) throws IOException {
        List<String> command = List.of(
                program,
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--no-first-run",
                "--autoplay-policy=no-user-gesture-required",
                "--user-data-dir=" + profile,
                "--ignore-certificate-errors-spki-list=" + fingerprint(trusted),
                page);
        return new Chromium(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromium.log").toFile())
                .start());
    }

    private static String fingerprint(Certificate certificate) {
        try {
            byte[] key = certificate.getPublicKey().getEncoded();
            return Base64.getEncoder()
                    .encodeToString(MessageDigest.getInstance("SHA-256").digest(key));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        List<ProcessHandle> all = process.descendants().toList();
        process.destroy();
        if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
        }
        all.forEach(ProcessHandle::destroyForcibly);
    }
}
