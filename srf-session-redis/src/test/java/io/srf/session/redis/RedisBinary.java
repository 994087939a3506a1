// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The redis-server that tests run: the one that the build brings, or an installed one where that does not run. */
final class RedisBinary {
    /** What the artifact has, by operating system and architecture. */
    private static final Map<String, String> BROUGHT = Map.of(
            "Linux amd64", "redis-server-6.2.6-v5-linux-amd64",
            "Linux aarch64", "redis-server-6.2.7-linux-arm64",
            "Mac OS X x86_64", "redis-server-6.2.6-v5-darwin-amd64",
            "Mac OS X aarch64", "redis-server-6.2.6-v5-darwin-arm64");

    private static final String PATH = find();

    private RedisBinary() {}

    static String path() {
        return PATH;
    }

    private static String find() {
        Optional<String> brought = unpack();
        if (brought.isPresent() && runs(brought.get())) {
            return brought.get();
        }
        if (runs("redis-server")) {
            return "redis-server";
        }
        throw new IllegalStateException("no redis-server runs here: neither the one of the build nor an installed one");
    }

    private static Optional<String> unpack() {
        String name = BROUGHT.get(System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        if (name == null) {
            return Optional.empty();
        }
        try (InputStream in = RedisBinary.class.getResourceAsStream("/" + name)) {
            Path file = Files.createTempDirectory("srf-redis").resolve("redis-server");
            Files.copy(in, file);
            file.toFile().setExecutable(true);
            file.getParent().toFile().deleteOnExit();
            file.toFile().deleteOnExit();
            return Optional.of(file.toString());
        } catch (IOException e) {
            throw new IllegalStateException("the redis-server of the build does not unpack", e);
        }
    }

    private static boolean runs(String path) {
        try {
            Process process = new ProcessBuilder(List.of(path, "--version"))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor() == 0;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
