// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Files, and whether they are others than when they were last looked at. For one thread at a time. */
final class WatchedFiles {
    private final List<Path> files;
    private Map<Path, String> seen;

    WatchedFiles(List<Path> files) {
        this.files = List.copyOf(files);
        this.seen = look();
    }

    /** Whether one was written or replaced since this was last asked; may block. */
    boolean changed() {
        Map<Path, String> now = look();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    private Map<Path, String> look() {
        Map<Path, String> now = new HashMap<>();
        for (Path file : files) {
            now.put(file, stamp(file));
        }
        return now;
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes is = Files.readAttributes(file, BasicFileAttributes.class);
            return is.lastModifiedTime() + " " + is.size() + " " + is.fileKey();
        } catch (IOException e) {
            return "none";
        }
    }
}
