// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line behind {@code ./srf}. Each example is a subcommand of its own. */
@Command(name = "srf", description = "Runs the srf examples.", mixinStandardHelpOptions = true)
public final class Main implements Runnable {

    private Main() {}

    /** Runs the command named by {@code args} and exits with its code; 2 stands for a wrong command line. */
    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    private static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main()).setParameterExceptionHandler(Main::complain);
        command.getCommandSpec().version("srf " + version());
        return command;
    }

    /** The version in the jar's manifest; classes that run outside a jar have none. */
    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(unpackaged)" : version;
    }

    /** Says in one line what is wrong with the command line. */
    private static int complain(ParameterException problem, String[] args) {
        CommandLine command = problem.getCommandLine();
        PrintWriter err = command.getErr();
        err.println(command.getCommandSpec().qualifiedName() + ": " + problem.getMessage() + " (try --help)");
        err.flush();
        return command.getCommandSpec().exitCodeOnInvalidInput();
    }

    /** Prints the usage: without a subcommand there is nothing to run. */
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
