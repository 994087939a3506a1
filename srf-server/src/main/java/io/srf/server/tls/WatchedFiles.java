// SPDX-License-Identifier: Apache-2.0
package io.srf.server.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;

/** Files, and whether they are others than those in use, or than when they were last looked at. For one thread at a time. */
final class WatchedFiles {
    private final List<Path> files;
    private Map<Path, String> used;
    private Map<Path, String> seen;

    /**
     * The files at a moment.
     *
     * @param changed those that are others than those in use
     */
    record Look(Map<Path, String> stamps, SortedSet<Path> changed) {}

    WatchedFiles(List<Path> files) {
        this.files = List.copyOf(files);
        this.used = stamps();
        this.seen = used;
    }

    /** Whether one was written or replaced since this was last asked; may block. */
    boolean changed() {
        Map<Path, String> now = stamps();
        boolean changed = !now.equals(seen);
        seen = now;
        return changed;
    }

    /** Looks at them; may block. Before they are read, so that what is written meanwhile counts as changed. */
    Look look() {
        Map<Path, String> now = stamps();
        SortedSet<Path> changed = new TreeSet<>(files);
        changed.removeIf(file -> Objects.equals(now.get(file), used.get(file)));
        return new Look(now, changed);
    }

    /** From now on the files are in use as they were then. */
    void use(Look look) {
        used = look.stamps();
    }

    private Map<Path, String> stamps() {
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
