// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import java.util.List;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.Connection;
import redis.clients.jedis.Protocol.Command;
import redis.clients.jedis.exceptions.JedisNoScriptException;

/** A call on its way, and what Redis last said to it. Belongs to one thread. */
final class Pending {
    private final Call call;
    private @Nullable Object reply;

    Pending(Call call) {
        this.call = call;
    }

    Call call() {
        return call;
    }

    /** A reply, or the exception that stands for an error reply; null before the first. */
    @Nullable Object reply() {
        return reply;
    }

    /** Sends calls together; a server that lacks a script gets all of them, and the calls once more. */
    static void exchange(Connection connection, List<Pending> calls) {
        send(connection, calls);
        List<Pending> unknown = calls.stream()
                .filter(pending -> pending.reply instanceof JedisNoScriptException)
                .toList();
        if (!unknown.isEmpty()) {
            load(connection);
            send(connection, unknown);
        }
    }

    /** Sends a call to a node that is just getting its slot. */
    void exchangeAsking(Connection connection) {
        connection.executeCommand(Command.ASKING);
        send(connection, List.of(this));
        if (reply instanceof JedisNoScriptException) {
            load(connection);
            connection.executeCommand(Command.ASKING);
            send(connection, List.of(this));
        }
    }

    private static void send(Connection connection, List<Pending> calls) {
        calls.forEach(pending -> connection.sendCommand(pending.call.command()));
        List<Object> replies = connection.getMany(calls.size());
        for (int i = 0; i < calls.size(); i++) {
            calls.get(i).reply = replies.get(i);
        }
    }

    private static void load(Connection connection) {
        for (Script script : Script.values()) {
            connection.sendCommand(Command.SCRIPT, "LOAD", script.source());
        }
        for (Object reply : connection.getMany(Script.values().length)) {
            if (reply instanceof RuntimeException error) {
                throw error;
            }
        }
    }
}
