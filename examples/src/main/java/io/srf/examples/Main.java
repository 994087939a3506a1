// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;

/** The command line behind {@code ./srf}. Each example is a subcommand of its own. */
@Command(
        name = "srf",
        description = "Runs the srf examples.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DemoCommand.class,
            DemoFailoverCommand.class,
            B2buaCommand.class,
            ServerCommand.class,
            RedisCommand.class,
            PhoneCommand.class
        })
public final class Main implements Runnable {

    private Main() {}

    /** Runs the command named by {@code args} and exits with its code; 2 stands for a wrong command line. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command and returns its exit code. */
    static int run(String[] args) {
        CommandLine command = commandLine();
        try {
            return command.execute(ConfigFile.expand(command, args));
        } catch (IllegalArgumentException e) {
            System.err.println("srf: " + e.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
    }

    private static CommandLine commandLine() {
        CommandLine command = new CommandLine(new Main())
                .setParameterExceptionHandler(Main::complain)
                .setExecutionExceptionHandler(Main::fail);
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

    /** Says in one line why a command could not do its work; with SRF_LOG=DEBUG the stack trace too. */
    private static int fail(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + text);
        command.getErr().flush();
        LoggerFactory.getLogger(Main.class).debug("{} failed", command.getCommandName(), cause);
        return cause instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** Prints the usage: without a subcommand there is nothing to run. */
    @Override
    public void run() {
        CommandLine.usage(this, System.out);
    }
}
