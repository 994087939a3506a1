// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The sources of the project, which its pages speak of. */
final class Sources {
    /** The project's folder. */
    static final Path ROOT = Path.of("..");

    private static final int DEPTH = 12;

    private final List<Path> files;

    Sources() throws IOException {
        try (Stream<Path> all = Files.walk(ROOT, DEPTH)) {
            files = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** All classes of this name: some have namesakes in other packages. */
    String of(String name) throws IOException {
        StringBuilder source = new StringBuilder();
        for (Path file : files) {
            if (file.endsWith(name + ".java")) {
                source.append(Files.readString(file));
            }
        }
        return source.toString();
    }
}
