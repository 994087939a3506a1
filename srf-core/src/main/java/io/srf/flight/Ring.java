// SPDX-License-Identifier: Apache-2.0
package io.srf.flight;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bytes in which what is new takes the room of what is oldest.
 *
 * <p>Nothing that is recorded stays an object: what is kept for a while and then dropped is the dearest thing for a garbage collector, and to look for a
 * call's place in a table costs a node that is mostly asleep more than to write the event. An entry has its stamp, which says where it begins and is
 * written last; then its length, kind, time, name, number and parts.
 *
 * <p>Threads: any, without a lock; a writer takes its room with one compare-and-set. A reader recognizes entries by their stamps, and drops what was overwritten
 * while it read. A writer that is held up while all others write the whole ring once may spoil an entry.
 */
final class Ring {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.nativeOrder());

    private static final int MAX_CHUNK = 1 << 20;
    private static final int MIN_CHUNKS = 8;
    /** Entries begin where their position is divisible by this. */
    private static final int GRAIN = Long.BYTES;

    // What comes behind the stamp, and where.
    private static final int LENGTH = 8;
    private static final int NAME_LENGTH = 12;
    private static final int NANOS = 16;
    private static final int NUMBER = 24;
    private static final int KIND = 28;
    private static final int PARTS = 29;
    private static final int NAME = 30;

    /** A power of two; no entry is longer. */
    private final int chunkBytes;

    private final long capacity;
    private final AtomicReferenceArray<byte @Nullable []> chunks;
    /** Nobody who sends us bytes knows it, so that they cannot look like a stamp. */
    private final long key = new Random().nextLong();
    /** All room that was ever taken. */
    private final AtomicLong taken = new AtomicLong();

    /** A ring of at most so many bytes, which are allocated when they are needed. */
    Ring(long bytes) {
        chunkBytes = (int) Math.min(MAX_CHUNK, Long.highestOneBit(bytes / MIN_CHUNKS));
        chunks = new AtomicReferenceArray<>((int) (bytes / chunkBytes));
        capacity = (long) chunks.length() * chunkBytes;
    }

    /** What was taken out again. */
    record Taken(long nanos, String name, Entry entry) {}

    /** How much memory it has taken until now. */
    long bytes() {
        return Math.min((taken.get() + chunkBytes - 1) / chunkBytes * chunkBytes, capacity);
    }

    /** Adds an entry. Of what is longer than a chunk the end is cut. */
    void add(long nanos, String callId, Entry entry) {
        byte[] name = callId.getBytes(StandardCharsets.UTF_8);
        int nameLength = Math.min(name.length, chunkBytes / 2);
        byte[][] parts = entry.parts();
        int fixed = NAME + nameLength + parts.length * Integer.BYTES;
        int content = 0;
        for (byte[] part : parts) {
            content = Math.min(content + part.length, chunkBytes - fixed);
        }
        int length = (fixed + content + GRAIN - 1) & -GRAIN;
        long position = claim(length);
        byte[] chunk = chunk(position);
        int begin = (int) (position & (chunkBytes - 1));
        INT.set(chunk, begin + LENGTH, length);
        INT.set(chunk, begin + NAME_LENGTH, nameLength);
        LONG.set(chunk, begin + NANOS, nanos);
        INT.set(chunk, begin + NUMBER, entry.number());
        chunk[begin + KIND] = entry.kind();
        chunk[begin + PARTS] = (byte) parts.length;
        System.arraycopy(name, 0, chunk, begin + NAME, nameLength);
        write(chunk, begin + NAME + nameLength, parts, content);
        VarHandle.releaseFence();
        LONG.set(chunk, begin, position ^ key);
    }

    /** Writes the parts, and of their bytes as many as there is room for. */
    private static void write(byte[] chunk, int begin, byte[][] parts, int room) {
        int at = begin;
        int left = room;
        for (byte[] part : parts) {
            int bytes = Math.min(part.length, left);
            INT.set(chunk, at, bytes);
            System.arraycopy(part, 0, chunk, at + Integer.BYTES, bytes);
            at += Integer.BYTES + bytes;
            left -= bytes;
        }
    }

    /** Takes room for one entry, which does not go beyond its chunk. */
    private long claim(int length) {
        while (true) {
            long now = taken.get();
            long left = chunkBytes - (now & (chunkBytes - 1));
            long begin = left < length ? now + left : now;
            if (taken.compareAndSet(now, begin + length)) {
                return begin;
            }
        }
    }

    private byte[] chunk(long position) {
        int index = index(position);
        byte[] there = chunks.get(index);
        if (there != null) {
            return there;
        }
        byte[] fresh = new byte[chunkBytes];
        return chunks.compareAndSet(index, null, fresh) ? fresh : chunk(position);
    }

    private int index(long position) {
        return (int) (position / chunkBytes % chunks.length());
    }

    /** Which entries somebody wants to see. */
    interface Wanted {
        boolean test(byte kind, String name);
    }

    /** Shows all entries that are wanted, the oldest first. */
    void read(Wanted wanted, Consumer<Taken> reader) {
        long end = taken.get();
        long position = Math.max(0, end - capacity);
        while (position < end) {
            position += read(position, wanted, reader);
        }
    }

    /** Shows what is at this position, and returns how far it is to the next that could be an entry. */
    private int read(long position, Wanted wanted, Consumer<Taken> reader) {
        byte[] chunk = chunks.get(index(position));
        int begin = (int) (position & (chunkBytes - 1));
        if (chunk == null) {
            return chunkBytes - begin;
        }
        if ((long) LONG.get(chunk, begin) != (position ^ key)) {
            return GRAIN;
        }
        VarHandle.acquireFence();
        int length = (int) INT.get(chunk, begin + LENGTH);
        if (length < NAME || length > chunkBytes - begin) {
            return GRAIN;
        }
        Taken found = take(chunk, begin, begin + length, wanted);
        VarHandle.acquireFence();
        if (taken.get() > position + capacity) {
            return GRAIN;
        }
        if (found != null) {
            reader.accept(found);
        }
        return length;
    }

    /** Null if it is not wanted, or was overwritten meanwhile. */
    private static @Nullable Taken take(byte[] chunk, int begin, int end, Wanted wanted) {
        int nameLength = (int) INT.get(chunk, begin + NAME_LENGTH);
        if (nameLength < 0 || nameLength > end - begin - NAME) {
            return null;
        }
        String name = new String(chunk, begin + NAME, nameLength, StandardCharsets.UTF_8);
        byte kind = chunk[begin + KIND];
        if (!wanted.test(kind, name)) {
            return null;
        }
        int at = begin + NAME + nameLength;
        byte[][] parts = new byte[chunk[begin + PARTS] & 0xFF][];
        for (int i = 0; i < parts.length; i++) {
            int bytes = at + Integer.BYTES > end ? -1 : (int) INT.get(chunk, at);
            at += Integer.BYTES;
            if (bytes < 0 || bytes > end - at) {
                return null;
            }
            parts[i] = Arrays.copyOfRange(chunk, at, at + bytes);
            at += bytes;
        }
        Entry entry = new Entry(kind, (int) INT.get(chunk, begin + NUMBER), parts);
        return new Taken((long) LONG.get(chunk, begin + NANOS), name, entry);
    }
}
