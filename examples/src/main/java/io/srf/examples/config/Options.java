// SPDX-License-Identifier: Apache-2.0
package io.srf.examples.config;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** The options of a command that may be configured, by their names without dashes. */
final class Options {
    /** The option that names the file; it cannot stand in the file. */
    static final String FILE = "config";

    private static final String DASHES = "--";
    private static final String ON = "true";
    private static final Set<String> SWITCH = Set.of(ON, "false");
    private static final Pattern PREFIX = Pattern.compile("^Invalid value for option .*?'[^:]*?: ");

    private final Map<String, OptionSpec> byName = new TreeMap<>();

    Options(CommandSpec command) {
        for (OptionSpec option : command.options()) {
            if (!option.usageHelp() && !option.versionHelp() && !name(option).equals(FILE)) {
                byName.put(name(option), option);
            }
        }
    }

    private static String name(OptionSpec option) {
        return option.longestName().substring(DASHES.length());
    }

    /** The names of all of them, in order. */
    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    boolean has(String name) {
        return byName.containsKey(name);
    }

    /** Whether the names of some options begin with this and a dash. */
    boolean hasBelow(String prefix) {
        return byName.keySet().stream().anyMatch(name -> name.startsWith(prefix + '-'));
    }

    /** Whether an option's value consists of names and values. */
    boolean isMap(String name) {
        OptionSpec option = byName.get(name);
        return option != null && Map.class.isAssignableFrom(option.type());
    }

    /** Whether one of these arguments is the option. */
    boolean isGiven(String name, List<String> arguments) {
        OptionSpec option = byName.get(name);
        return option != null
                && List.of(option.names()).stream()
                        .anyMatch(flag -> arguments.stream().anyMatch(a -> a.equals(flag) || a.startsWith(flag + '=')));
    }

    /** A setting that is not wrong as arguments of a command line; a switch that is off has none. */
    List<String> arguments(Setting setting) {
        OptionSpec option = byName.get(setting.name());
        if (option != null && isSwitch(option)) {
            return setting.values().contains(ON) ? List.of(DASHES + setting.name()) : List.of();
        }
        return setting.values().stream()
                .map(value -> DASHES + setting.name() + '=' + value)
                .toList();
    }

    /** What is wrong with a setting; null if nothing is. */
    @Nullable Mistake check(Setting setting) {
        OptionSpec option = byName.get(setting.name());
        if (option == null) {
            return setting.mistake("unknown"
                    + Nearest.to(setting.name(), byName.keySet())
                            .map(name -> ", did you mean '" + name + "'?")
                            .orElse(", expected one of " + String.join(", ", byName.keySet())));
        }
        if (setting.values().size() > 1 && !option.isMultiValue()) {
            return setting.mistake("has " + setting.values().size() + " values, expected one: " + label(option));
        }
        if (isSwitch(option)) {
            return SWITCH.containsAll(setting.values())
                    ? null
                    : setting.mistake(setting.values() + " is not a boolean (expected: true or false)");
        }
        try {
            new CommandLine(CommandSpec.create().addOption(alone(option)))
                    .setCaseInsensitiveEnumValuesAllowed(true)
                    .parseArgs(arguments(setting).toArray(String[]::new));
            return null;
        } catch (ParameterException e) {
            String text = PREFIX.matcher(String.valueOf(e.getMessage())).replaceFirst("");
            return setting.mistake(text.contains("expected") ? text : text + " (expected: " + label(option) + ')');
        }
    }

    /** The option without the command that it belongs to. */
    private static OptionSpec alone(OptionSpec option) {
        return OptionSpec.builder(option.names())
                .type(option.type())
                .auxiliaryTypes(option.auxiliaryTypes())
                .converters(option.converters())
                .splitRegex(option.splitRegex())
                .arity(option.arity().toString())
                .build();
    }

    private static String label(OptionSpec option) {
        return isSwitch(option) ? "true or false" : option.paramLabel();
    }

    private static boolean isSwitch(OptionSpec option) {
        return option.type() == boolean.class || option.type() == Boolean.class;
    }
}
