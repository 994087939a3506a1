// SPDX-License-Identifier: Apache-2.0
package io.srf.interop;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** A folder under {@code target} with a test's JavaScript and what npm has fetched for it. Several JVMs may share it. */
public final class NpmFolder {
    private static final long LIMIT_SECONDS = 120;

    private final Path path;

    private NpmFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes it of resources; skips the test where npm or its registry is missing.
     *
     * @param name of the folder, and of the one with the resources
     * @param files the resources, {@code package.json} among them
     * @param wanted a package that must be there in the end
     */
    public static NpmFolder of(String name, List<String> files, String wanted)
            throws IOException, InterruptedException {
        NpmFolder folder = new NpmFolder(Path.of("target", name));
        Files.createDirectories(folder.path);
        try (FileChannel channel = FileChannel.open(
                        folder.path.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            for (String file : files) {
                folder.put("/" + name + "/" + file, file);
            }
            assumeTrue(folder.runs("npm", "--version"), "npm is not installed");
            boolean there =
                    Files.isDirectory(folder.path.resolve("node_modules").resolve(wanted))
                            || folder.runs("npm", "install", "--no-audit", "--no-fund", "--silent");
            assumeTrue(there && lock.isValid(), wanted + " could not be installed");
        }
        return folder;
    }

    /** A file that is there already as it should be may be in use by another JVM. */
    private void put(String resource, String file) throws IOException {
        try (InputStream in = Objects.requireNonNull(NpmFolder.class.getResourceAsStream(resource), resource)) {
            byte[] bytes = in.readAllBytes();
            Path there = path.resolve(file);
            if (!Files.exists(there) || !Arrays.equals(Files.readAllBytes(there), bytes)) {
                Files.write(there, bytes);
            }
        }
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** Whether a program is there and ends well; it runs in this folder. */
    public boolean runs(String... command) throws InterruptedException {
        try {
            Process process = new ProcessBuilder(command)
                    .directory(path.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
