// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Transactions by their keys: a hash table in which those that share a place are linked to each other, so that none needs an object for its place or its
 * key. For the shard's loop alone.
 *
 * @param <K> what a transaction is looked up by
 * @param <T> the transactions; each key has one at most
 */
abstract class Table<K, T> {
    private static final int FIRST_PLACES = 64;

    private @Nullable Object[] places = new @Nullable Object[FIRST_PLACES];
    private int size;

    /** The hash code of the transaction's key. */
    abstract int hash(T transaction);

    /** Whether this is the transaction's key. */
    abstract boolean has(T transaction, K key);

    /** What {@link #link} has linked the transaction to. */
    abstract @Nullable T next(T transaction);

    /** Links a transaction to another, or to none. */
    abstract void link(T transaction, @Nullable T next);

    final @Nullable T get(K key) {
        T found = first(place(key.hashCode()));
        while (found != null && !has(found, key)) {
            found = next(found);
        }
        return found;
    }

    /** Adds a transaction whose key none has. */
    final void add(T transaction) {
        if (size == places.length) {
            grow();
        }
        insert(transaction);
        size++;
    }

    /** Takes a transaction out that is in it. */
    final void remove(T transaction) {
        int place = place(hash(transaction));
        T before = null;
        T found = first(place);
        while (found != null && !found.equals(transaction)) {
            before = found;
            found = next(found);
        }
        if (found == null) {
            return;
        }
        if (before == null) {
            places[place] = next(found);
        } else {
            link(before, next(found));
        }
        link(found, null);
        size--;
    }

    final boolean isEmpty() {
        return size == 0;
    }

    /** All of them, as they are now. */
    final List<T> all() {
        List<T> all = new ArrayList<>(size);
        for (int place = 0; place < places.length; place++) {
            for (T each = first(place); each != null; each = next(each)) {
                all.add(each);
            }
        }
        return all;
    }

    private void grow() {
        List<T> all = all();
        places = new @Nullable Object[2 * places.length];
        all.forEach(this::insert);
    }

    private void insert(T transaction) {
        int place = place(hash(transaction));
        link(transaction, first(place));
        places[place] = transaction;
    }

    @SuppressWarnings("unchecked") // only insert() puts transactions in
    private @Nullable T first(int place) {
        return (T) places[place];
    }

    private int place(int hash) {
        return (hash ^ hash >>> 16) & (places.length - 1);
    }
}
