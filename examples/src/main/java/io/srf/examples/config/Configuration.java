// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * All that a command was told: by flags, then by the environment, then by the YAML file that {@code --config} names. Immutable.
 *
 * <p>Every setting is checked by itself against the flags of the command; nothing comes of a configuration with a mistake in it.
 */
public final class Configuration {
    private static final String FILE_FLAG = "--" + Options.FILE;

    private final List<String> flags;
    private final Map<String, List<String>> settings;

    private Configuration(List<String> flags, Map<String, List<String>> settings) {
        this.flags = flags;
        this.settings = settings;
    }

    /**
     * Reads what there is for the command that the arguments name.
     *
     * @param root with its subcommands
     * @param args of the command line
     * @param variables of the environment
     * @throws ConfigException if there are mistakes; it says them all
     */
    public static Configuration read(CommandLine root, List<String> args, Map<String, String> variables) {
        CommandLine command = args.isEmpty() ? null : root.getSubcommands().get(args.getFirst());
        if (command == null || command.getCommandSpec().findOption(FILE_FLAG) == null) {
            return new Configuration(List.copyOf(args), Map.of());
        }
        return new Configuration(List.copyOf(args), settings(command.getCommandSpec(), args, variables));
    }

    private static Map<String, List<String>> settings(
            CommandSpec command, List<String> args, Map<String, String> variables) {
        Options options = new Options(command);
        List<Mistake> mistakes = new ArrayList<>();
        List<Setting> all = new ArrayList<>(Environment.read(variables, options));
        String file = file(args, variables);
        if (file != null) {
            all.addAll(YamlSettings.read(Path.of(file), options, mistakes));
        }
        Map<String, List<String>> settings = new LinkedHashMap<>();
        for (Setting setting : all) {
            Mistake mistake = options.check(setting);
            if (mistake != null) {
                mistakes.add(mistake);
            } else if (!options.isGiven(setting.name(), args)) {
                settings.putIfAbsent(setting.name(), options.arguments(setting));
            }
        }
        if (!mistakes.isEmpty()) {
            throw new ConfigException(mistakes);
        }
        return settings;
    }

    private static @Nullable String file(List<String> args, Map<String, String> variables) {
        for (int i = 0; i < args.size(); i++) {
            if (args.get(i).startsWith(FILE_FLAG + '=')) {
                return args.get(i).substring(FILE_FLAG.length() + 1);
            }
            if (args.get(i).equals(FILE_FLAG) && i + 1 < args.size()) {
                return args.get(i + 1);
            }
        }
        String named = Environment.file(variables);
        return named.isEmpty() ? null : named;
    }

    /** The command line that says all of it. */
    public String[] arguments() {
        List<String> all = new ArrayList<>(flags.isEmpty() ? flags : flags.subList(0, 1));
        settings.values().forEach(all::addAll);
        all.addAll(flags.isEmpty() ? flags : flags.subList(1, flags.size()));
        return all.toArray(String[]::new);
    }

    /** The names of the options, without dashes, that say something else there than here. */
    public SortedSet<String> differences(Configuration other) {
        SortedSet<String> names = new TreeSet<>(settings.keySet());
        names.addAll(other.settings.keySet());
        names.removeIf(name -> arguments(name).equals(other.arguments(name)));
        return names;
    }

    private List<String> arguments(String name) {
        return settings.getOrDefault(name, List.of());
    }
}
