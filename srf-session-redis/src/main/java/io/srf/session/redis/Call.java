// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.Protocol.Command;

/**
 * One script with its key and arguments.
 *
 * @param arguments strings, or the bytes of a document
 */
record Call(Script script, String key, List<Object> arguments) {
    static Call of(Script script, String key, Object... arguments) {
        return new Call(script, key, List.of(arguments));
    }

    /** The same with further arguments. */
    Call with(Iterable<String> more) {
        List<Object> all = new ArrayList<>(arguments);
        more.forEach(all::add);
        return new Call(script, key, all);
    }

    byte[] keyBytes() {
        return key.getBytes(UTF_8);
    }

    CommandArguments command() {
        return new CommandArguments(Command.EVALSHA)
                .add(script.sha1())
                .add(1)
                .key(key)
                .addObjects(arguments);
    }
}
