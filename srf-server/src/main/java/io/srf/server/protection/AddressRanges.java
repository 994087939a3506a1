// SPDX-License-Identifier: Apache-2.0
package io.srf.server.protection;

import io.srf.server.transport.Subnet;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** A set of networks that finds an address by halving; immutable. IPv4 addresses are among the IPv6 ones as {@code ::ffff:a.b.c.d}. */
final class AddressRanges {
    private static final long IPV4 = 0xffffL << 32;
    private static final Comparator<Range> BY_START = (a, b) -> compare(a.fromHigh, a.fromLow, b.fromHigh, b.fromLow);

    private final Range[] ranges;

    /** All from one address to another, each as two unsigned numbers. */
    private record Range(long fromHigh, long fromLow, long toHigh, long toLow) {
        static Range of(Subnet subnet) {
            byte[] bytes = subnet.base().getAddress();
            int bits = subnet.bits() + (bytes.length == Integer.BYTES ? 96 : 0);
            long highMask = bits >= Long.SIZE ? -1 : ~ones(Long.SIZE - bits);
            long lowMask = bits <= Long.SIZE ? 0 : ~ones(2 * Long.SIZE - bits);
            long high = high(bytes);
            long low = low(bytes);
            return new Range(high & highMask, low & lowMask, high | ~highMask, low | ~lowMask);
        }

        private static long ones(int count) {
            return count == Long.SIZE ? -1 : (1L << count) - 1;
        }

        boolean covers(Range other) {
            return compare(toHigh, toLow, other.toHigh, other.toLow) >= 0;
        }
    }

    /** Networks never overlap but where one holds the other, so the others can be left out. */
    AddressRanges(Collection<Subnet> subnets) {
        List<Range> kept = new ArrayList<>();
        for (Range range : subnets.stream()
                .map(Range::of)
                .sorted(BY_START.thenComparing((a, b) -> compare(b.toHigh, b.toLow, a.toHigh, a.toLow)))
                .toList()) {
            if (kept.isEmpty() || !kept.getLast().covers(range)) {
                kept.add(range);
            }
        }
        ranges = kept.toArray(new Range[0]);
    }

    boolean contains(InetAddress address) {
        if (ranges.length == 0) {
            return false;
        }
        byte[] bytes = address.getAddress();
        long high = high(bytes);
        long low = low(bytes);
        int from = 0;
        int to = ranges.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            Range range = ranges[middle];
            if (compare(high, low, range.fromHigh, range.fromLow) < 0) {
                to = middle;
            } else if (compare(high, low, range.toHigh, range.toLow) > 0) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        return high == otherHigh ? Long.compareUnsigned(low, otherLow) : Long.compareUnsigned(high, otherHigh);
    }

    private static long high(byte[] address) {
        return address.length == Integer.BYTES ? 0 : Sources.number(address, 0, Long.BYTES);
    }

    private static long low(byte[] address) {
        return address.length == Integer.BYTES
                ? IPV4 | Sources.number(address, 0, Integer.BYTES)
                : Sources.number(address, Long.BYTES, Long.BYTES);
    }
}
