// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.TreeSet;
import picocli.CommandLine;

/** Options of a command in a properties file: the name of each without its dashes, and its value. */
final class ConfigFile {
    private static final String FLAG = "--config";

    private ConfigFile() {}

    /**
     * The arguments with those of the file that {@code --config} names put before them, so that flags win.
     *
     * @throws IllegalArgumentException if the file cannot be read or names an option that the command does not have
     */
    static String[] expand(CommandLine root, String[] args) {
        int at = List.of(args).indexOf(FLAG);
        CommandLine command = args.length == 0 ? null : root.getSubcommands().get(args[0]);
        if (at < 0 || at + 1 >= args.length || command == null) {
            return args;
        }
        List<String> flags = List.of(args);
        List<String> expanded = new ArrayList<>();
        expanded.add(args[0]);
        Path file = Path.of(args[at + 1]);
        Properties options = read(file);
        for (String name : new TreeSet<>(options.stringPropertyNames())) {
            String option = "--" + name;
            if (command.getCommandSpec().findOption(option) == null || option.equals(FLAG)) {
                throw new IllegalArgumentException(file + ": unknown option '" + name + "', expected one of those that "
                        + command.getCommandSpec().qualifiedName() + " --help lists");
            }
            boolean overridden = flags.stream().anyMatch(f -> f.equals(option) || f.startsWith(option + "="));
            if (!overridden) {
                expanded.add(option + "=" + options.getProperty(name).strip());
            }
        }
        expanded.addAll(flags.subList(1, flags.size()));
        return expanded.toArray(String[]::new);
    }

    private static Properties read(Path file) {
        Properties options = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            options.load(reader);
        } catch (NoSuchFileException e) {
            throw new IllegalArgumentException(file + ": no such file", e);
        } catch (IOException e) {
            throw new IllegalArgumentException(file + ": cannot be read: " + e.getMessage(), e);
        }
        return options;
    }
}
