// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.operations;

import io.srf.examples.config.Configuration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the configuration again while a command runs. Parts that can change take their options up; of all others that have changed it is said that they
 * need a restart. A configuration with a mistake changes nothing. Any thread may call.
 *
 * @param <C> a command with its options
 */
public final class Reload<C> {
    private static final Logger LOG = LoggerFactory.getLogger(Reload.class);

    /**
     * A configuration, and the command as it would be with it.
     *
     * @param command has its options, and does not run
     */
    public record Reading<C>(Configuration configuration, C command) {}

    /**
     * What can change while the process runs.
     *
     * @param options their names, without dashes; none for what is to be done at every reload
     * @param part does it
     */
    public record Reloadable<C>(Set<String> options, Part<C> part) {
        /** Copies the set. */
        public Reloadable {
            options = Set.copyOf(options);
        }

        private boolean concerns(Set<String> changed) {
            return options.isEmpty() || options.stream().anyMatch(changed::contains);
        }
    }

    /** Takes options up. */
    @FunctionalInterface
    public interface Part<C> {
        /**
         * Gets ready to change.
         *
         * @return the change
         * @throws IllegalArgumentException if the options cannot be used; then nothing is changed anywhere
         */
        Change prepare(C command);
    }

    /**
     * A change that is ready to be made.
     *
     * @param of what is changed besides options, such as the file of a certificate
     * @param make makes the change, and does not fail
     */
    public record Change(Set<String> of, Runnable make) {
        /** Copies the set. */
        public Change {
            of = Set.copyOf(of);
        }

        /** One of options alone. */
        public Change(Runnable make) {
            this(Set.of(), make);
        }
    }

    /**
     * What has come of it.
     *
     * @param applied options that are other than before, and files of certificates that are in use from now on
     * @param restart options that have changed since the start, and do nothing before the next
     * @param errors lines that say what is wrong; if there are any, all is as it was
     */
    public record Result(SortedSet<String> applied, SortedSet<String> restart, List<String> errors) {}

    private final Supplier<Reading<C>> source;
    private final Configuration first;
    private final List<Reloadable<C>> parts;
    private Configuration last;

    /**
     * Reloads from this source.
     *
     * @param source reads all again; throws {@link IllegalArgumentException} if there is a mistake in it
     * @param running what the command was started with
     */
    public Reload(Supplier<Reading<C>> source, Configuration running, List<Reloadable<C>> parts) {
        this.source = source;
        this.first = running;
        this.last = running;
        this.parts = List.copyOf(parts);
    }

    /** Reads all again, and changes what can be changed. */
    public synchronized Result reload() {
        Reading<C> now;
        SortedSet<String> applied;
        List<Change> changes = new ArrayList<>();
        try {
            now = source.get();
            applied = last.differences(now.configuration());
            for (Reloadable<C> each : parts) {
                if (each.concerns(applied)) {
                    changes.add(each.part().prepare(now.command()));
                }
            }
        } catch (IllegalArgumentException e) {
            return refused(String.valueOf(e.getMessage()).lines().toList());
        }
        changes.forEach(change -> change.make().run());
        last = now.configuration();
        Set<String> changeable = new HashSet<>();
        parts.forEach(part -> changeable.addAll(part.options()));
        applied.retainAll(changeable);
        changes.forEach(change -> applied.addAll(change.of()));
        SortedSet<String> restart = new TreeSet<>(first.differences(now.configuration()));
        restart.removeAll(changeable);
        return done(applied, restart);
    }

    private static Result done(SortedSet<String> applied, SortedSet<String> restart) {
        LOG.info("the configuration was reloaded; changed: {}", applied.isEmpty() ? "nothing" : applied);
        restart.forEach(option -> LOG.warn("{} changed: needs a restart", option));
        return new Result(applied, restart, List.of());
    }

    private static Result refused(List<String> errors) {
        errors.forEach(error -> LOG.error("not reloaded: {}", error));
        return new Result(new TreeSet<>(), new TreeSet<>(), errors);
    }
}
