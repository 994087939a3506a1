// SPDX-License-Identifier: Apache-2.0
package io.srf.session;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What an application wants to know about one call as long as it lives, on whichever node; all legs of the call share it.
 *
 * <p>Values are kept as JSON: a value is turned into JSON when it is put, and made anew each time it is read. So a later change to the object
 * is not seen until it is put again, on no node. Classes may change between versions of an application: members that a class does not know are
 * left out.
 *
 * <p>Each change is saved soon after, off the call's path; {@link #save} says when it is done. Without a store a session lives as long as
 * its call.
 *
 * <p>Threads: every method may be called by any thread, and none blocks.
 */
public interface Session {
    /** Characters of a key. */
    int MAX_KEY_LENGTH = 128;

    /** Number of values. */
    int MAX_VALUES = 256;

    /** Characters of all values together, as JSON. */
    int MAX_CHARACTERS = 64 * 1024;

    /** Number of {@link #addAlias aliases}. */
    int MAX_ALIASES = 8;

    /** Number of {@link #timer timers}. */
    int MAX_TIMERS = 16;

    /** Identifies the call; no other call on any node has the same. */
    String id();

    /**
     * Reads a value.
     *
     * @param type what to make of it; {@code Object} makes a String, Number, Boolean, List or Map
     * @return a copy of the caller's own, or null if there is none
     * @throws IllegalArgumentException if the value can not be read as this type; the message names key, type and reason
     */
    <T> @Nullable T get(String key, Class<T> type);

    /** Reads a value as the String, Number, Boolean, List or Map it is in JSON; null if there is none. */
    default @Nullable Object get(String key) {
        return get(key, Object.class);
    }

    /**
     * Sets a value.
     *
     * @param value anything that Jackson can write: records, beans, collections, strings, numbers
     * @throws IllegalArgumentException if it can not be written as JSON, or if the session would exceed {@link #MAX_VALUES}, {@link #MAX_CHARACTERS} or
     *     {@link #MAX_KEY_LENGTH}; the session is then as before
     */
    void put(String key, Object value);

    /** Removes a value, if there is one. */
    void remove(String key);

    /** The keys there are now; does not change. */
    Set<String> keys();

    /**
     * Lets the session be found by a name that the application chooses, on any node: an order number, say. Several calls may share one.
     *
     * @throws IllegalArgumentException if there would be more than {@link #MAX_ALIASES}, or the name is empty
     */
    void addAlias(String alias);

    /**
     * Has {@link io.srf.Srf#onTimer} told after this time, on whichever node has the call then. It is told once; only if a node dies in the moment
     * of telling, the one that goes on with the call tells again. The timer goes with the call.
     *
     * <p>It is kept as a time of day: on another node it is late or early by as much as the clocks differ.
     *
     * @param name of the timer; a timer of this name that has not gone off is replaced
     * @param after from now, longer than zero
     * @throws IllegalArgumentException if the name is empty, longer than {@link #MAX_KEY_LENGTH} or begins with {@code srf.}, the time is not positive, or there would be more than
     *     {@link #MAX_TIMERS}
     */
    void timer(String name, Duration after);

    /** Forgets a timer; nothing happens if there is none of this name, or it has gone off. */
    void cancelTimer(String name);

    /** The timers that have not gone off: when each will, by the clock of the node that set it. Does not change. */
    Map<String, Instant> timers();

    /**
     * Waits for everything that was changed until now to be in the store.
     *
     * @return completes when it is, at once if there is no store; fails with a {@link SessionStoreException} if the store fails or does not answer
     *     in time (saving goes on), or if another node has taken the call over
     */
    CompletableFuture<Void> save();
}
