// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The sources of the project, which its pages speak of. */
final class Sources {
    /** The project's folder. */
    static final Path ROOT = Path.of("..");

    private static final String MAIN = Path.of("src", "main").toString();
    private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");

    private final List<Path> files;
    private final List<Path> pages;

    Sources() throws IOException {
        List<Path> found = new ArrayList<>();
        Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = NOT_OURS.contains(folder.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                found.add(file);
                return FileVisitResult.CONTINUE;
            }
        });
        files = named(found, ".java");
        pages = named(found, ".md");
    }

    private static List<Path> named(List<Path> all, String end) {
        return all.stream().filter(file -> file.toString().endsWith(end)).toList();
    }

    /** All Java files. */
    List<Path> files() {
        return files;
    }

    /** All pages of text. */
    List<Path> pages() {
        return pages;
    }

    /** All classes of this name: some have namesakes in other packages. */
    String of(String name) {
        return all(files.stream(), name);
    }

    /** The same of classes that are no tests; empty if there are none. */
    String ofMain(String name) {
        return all(mainFiles(), name);
    }

    /** The same of tests. */
    String ofTests(String name) {
        return all(files.stream().filter(file -> !isMain(file)), name);
    }

    /** All Java files that are no tests. */
    Stream<Path> mainFiles() {
        return files.stream().filter(Sources::isMain);
    }

    private static boolean isMain(Path file) {
        return file.toString().contains(MAIN);
    }

    private static String all(Stream<Path> files, String name) {
        return files.filter(file -> file.endsWith(name + ".java"))
                .map(Sources::read)
                .collect(Collectors.joining());
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
