// SPDX-License-Identifier: Apache-2.0
package io.srf.session.redis;

import io.srf.session.SessionStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import redis.clients.jedis.Connection;
import redis.clients.jedis.exceptions.JedisAskDataException;
import redis.clients.jedis.exceptions.JedisConnectionException;
import redis.clients.jedis.exceptions.JedisDataException;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisMovedDataException;

/**
 * Sends calls and reads their replies: those for one server in one round trip.
 *
 * <p>A call that went to the wrong node of a Cluster goes to the right one. After a connection broke, calls are tried again on a fresh one, which
 * is safe because every script may be repeated; but not after time is over.
 */
final class Pipe {
    private static final int ATTEMPTS = 3;

    private final Servers servers;
    private final Guards guards;
    private final Duration timeout;

    Pipe(Servers servers, Guards guards, Duration timeout) {
        this.servers = servers;
        this.guards = guards;
        this.timeout = timeout;
    }

    /** When an operation that begins now must be over. */
    Deadline deadline() {
        return Deadline.in(timeout);
    }

    /** Makes one call. */
    Answer run(Deadline deadline, Call call) {
        return run(deadline, List.of(call)).getFirst();
    }

    /**
     * Makes calls, those on one server in this order. What is wrong with a single record is an {@link Answer#CORRUPT} answer.
     *
     * @throws SessionStoreException if Redis fails; some may have been done
     */
    List<Answer> run(Deadline deadline, List<Call> calls) {
        List<Pending> all = calls.stream().map(Pending::new).toList();
        List<Pending> open = all;
        for (int attempt = 1; !open.isEmpty(); attempt++) {
            try {
                open = attempt(open, deadline, attempt < ATTEMPTS);
            } catch (JedisException e) {
                throw failed(open.getFirst().call(), deadline, e);
            }
        }
        return all.stream().map(Pipe::answer).toList();
    }

    /** Makes a call after others were made; in one round trip where there is one server. */
    Answer runAfter(Deadline deadline, List<Call> first, Call last) {
        if (servers.single()) {
            List<Call> all = new ArrayList<>(first);
            all.add(last);
            return run(deadline, all).getLast();
        }
        run(deadline, first);
        return run(deadline, last);
    }

    /** Returns what has to be tried again. */
    private List<Pending> attempt(List<Pending> calls, Deadline deadline, boolean mayRepeat) {
        Set<Pending> again = new LinkedHashSet<>();
        for (Map.Entry<Object, List<Pending>> group : byServer(calls, deadline).entrySet()) {
            try {
                exchange(group.getKey(), group.getValue(), deadline);
            } catch (JedisConnectionException e) {
                if (!mayRepeat || over(deadline) || Failures.timedOut(e)) {
                    throw e;
                }
                servers.dropIdle(group.getKey(), deadline);
                again.addAll(group.getValue());
            }
        }
        calls.stream()
                .filter(pending -> mayRepeat && pending.reply() instanceof JedisMovedDataException)
                .forEach(again::add);
        if (!again.isEmpty()) {
            servers.refresh(deadline);
        }
        return List.copyOf(again);
    }

    private Map<Object, List<Pending>> byServer(List<Pending> calls, Deadline deadline) {
        Map<Object, List<Pending>> groups = new LinkedHashMap<>();
        for (Pending pending : calls) {
            Object server = servers.serverOf(pending.call(), deadline);
            groups.computeIfAbsent(server, same -> new ArrayList<>()).add(pending);
        }
        return groups;
    }

    private void exchange(Object server, List<Pending> calls, Deadline deadline) {
        if (over(deadline)) {
            throw new JedisConnectionException("not begun");
        }
        with(server, deadline, connection -> Pending.exchange(connection, calls));
        for (Pending pending : calls) {
            if (pending.reply() instanceof JedisAskDataException elsewhere) {
                with(elsewhere.getTargetNode(), deadline, pending::exchangeAsking);
            }
        }
    }

    private void with(Object server, Deadline deadline, Consumer<Connection> use) {
        Connection connection = servers.connect(server, deadline);
        try (Guards.Guard guarded = guards.over(connection, deadline)) {
            use.accept(connection);
        } finally {
            servers.release(connection);
        }
    }

    private static Answer answer(Pending pending) {
        Object reply = pending.reply();
        if (reply instanceof JedisDataException error) {
            return Failures.corrupt(error)
                    .map(Answer::corrupt)
                    .orElseThrow(() -> Failures.of(pending.call(), Failures.reason(error), error));
        }
        return Answer.of(reply == null ? List.of() : reply);
    }

    private SessionStoreException failed(Call call, Deadline deadline, JedisException e) {
        if (Thread.currentThread().isInterrupted()) {
            return Failures.of(call, "interrupted", e);
        }
        return deadline.passed() || Failures.timedOut(e)
                ? Failures.of(call, "no answer within " + timeout.toMillis() + " ms", e)
                : Failures.of(call, Failures.reason(e), e);
    }

    private static boolean over(Deadline deadline) {
        return Thread.currentThread().isInterrupted() || deadline.passed();
    }
}
