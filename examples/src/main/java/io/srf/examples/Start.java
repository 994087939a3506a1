// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.config.Configuration;
import io.srf.examples.operations.Reload.Reading;
import java.util.List;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/**
 * How the process was started, so that it can read its configuration again.
 *
 * @param args of the command line
 * @param variables of the environment
 * @param configuration what came of both, and of the file
 */
record Start(List<String> args, Map<String, String> variables, Configuration configuration) {
    Start {
        args = List.copyOf(args);
        variables = Map.copyOf(variables);
    }

    /** The start of the process that this command belongs to. */
    static Start of(CommandSpec command) {
        return ((Main) command.root().userObject()).start();
    }

    /**
     * Reads all again.
     *
     * @throws IllegalArgumentException if there is a mistake
     */
    <C> Reading<C> again(Class<C> command) {
        CommandLine root = Main.commandLine();
        Configuration now = Configuration.read(root, args, variables);
        try {
            CommandSpec parsed = root.parseArgs(now.arguments()).subcommand().commandSpec();
            return new Reading<>(now, command.cast(parsed.userObject()));
        } catch (ParameterException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
