// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.Collectors;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Connection;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.commands.ProtocolCommand;

/** Sends commands to one server as redis-cli does, and gives replies as text: those of a list in lines. */
record Cli(HostAndPort address) {
    String run(String... words) {
        ProtocolCommand command = () -> words[0].getBytes(UTF_8);
        CommandArguments arguments = new CommandArguments(command);
        for (int i = 1; i < words.length; i++) {
            arguments.add(words[i]);
        }
        try (Connection connection = new Connection(address)) {
            return text(connection.executeCommand(arguments));
        }
    }

    private static String text(Object reply) {
        if (reply instanceof byte[] bytes) {
            return new String(bytes, UTF_8);
        }
        return reply instanceof List<?> list
                ? list.stream().map(Cli::text).collect(Collectors.joining("\n"))
                : String.valueOf(reply);
    }
}
