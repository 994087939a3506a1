// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.config.ConfigException;
import io.srf.examples.config.Configuration;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;
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
public final class Main implements Callable<Integer> {

    private final @Nullable Start start;

    private Main(@Nullable Start start) {
        this.start = start;
    }

    /** How this process was started; only where a command runs. */
    Start start() {
        return Objects.requireNonNull(start, "no command runs");
    }

    /** Runs the command named by {@code args} and exits with its code; 2 stands for a wrong command line. */
    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs a command and returns its exit code. */
    static int run(String[] args) {
        return run(List.of(args), System.getenv());
    }

    /** Runs a command in this environment and returns its exit code. */
    static int run(List<String> args, Map<String, String> variables) {
        try {
            Configuration configuration = Configuration.read(commandLine(), args, variables);
            return commandLine(new Start(args, variables, configuration)).execute(configuration.arguments());
        } catch (ConfigException e) {
            e.lines().forEach(line -> System.err.println("srf: " + line));
            return CommandLine.ExitCode.USAGE;
        }
    }

    /** The commands and their flags; none of them can be run. */
    static CommandLine commandLine() {
        return commandLine(null);
    }

    private static CommandLine commandLine(@Nullable Start start) {
        CommandLine command = new CommandLine(new Main(start))
                .setCaseInsensitiveEnumValuesAllowed(true)
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

    /** Says in one line why a command could not do its work; with SRF_LOG_LEVEL=DEBUG the stack trace too. */
    private static int fail(Exception problem, CommandLine command, CommandLine.ParseResult parsed) {
        Throwable cause =
                problem instanceof CompletionException && problem.getCause() != null ? problem.getCause() : problem;
        String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        command.getErr().println(command.getCommandSpec().qualifiedName() + ": " + text);
        command.getErr().flush();
        LoggerFactory.getLogger(Main.class).debug("{} failed", command.getCommandName(), cause);
        return cause instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : CommandLine.ExitCode.SOFTWARE;
    }

    /** Without a subcommand there is nothing to run. */
    @Override
    public Integer call() {
        System.err.println("srf: no command (expected: one of those below)");
        CommandLine.usage(this, System.err);
        return CommandLine.ExitCode.USAGE;
    }
}
