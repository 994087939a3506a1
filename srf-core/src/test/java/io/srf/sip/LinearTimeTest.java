// SPDX-License-Identifier: Apache-2.0
package io.srf.sip;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Twice the input allocates about twice the memory: nothing is copied over and over. Together with cursors that only move forward, this
 * is what keeps the time linear.
 */
class LinearTimeTest {
    private static final SipLimits WIDE = new SipLimits(1 << 24, 1 << 20, 1 << 24, 1 << 24);
    private static final int SIZE = 4_000;
    private static final double TWICE_WITH_GROWN_ARRAYS = 2.8;

    static Stream<Arguments> inputs() {
        return Stream.of(
                input("header lines", n -> "X: y\n".repeat(n)),
                input("folds", n -> "X: y\n" + " z\n".repeat(n)),
                input("blank folds", n -> "X: y\n" + " \n".repeat(n)),
                input("hops on their own lines", n -> "Via: SIP/2.0/UDP h;branch=1\n".repeat(n)),
                input("hops on one line", n -> "Via: " + "SIP/2.0/UDP h,".repeat(n) + "SIP/2.0/UDP h\n"),
                input("parameters", n -> "From: <sip:a@b>" + ";a=b".repeat(n) + "\n"),
                input("parameters of a URI", n -> "From: <sip:a@b" + ";a=b".repeat(n) + ">\n"),
                input("quoted pairs", n -> "From: \"" + "\\\"".repeat(n) + "\" <sip:a@b>\n"),
                input("escapes", n -> "From: <sip:" + "%41".repeat(n) + "@b>\n"),
                input("addresses", n -> "Contact: " + "<sip:a@b>,".repeat(n) + "<sip:a@b>\n"),
                input("values", n -> "Supported: " + "a,".repeat(n) + "\n"),
                input("open brackets", n -> "Contact: " + "<".repeat(n) + "\n"),
                input("open quotes", n -> "Contact: " + "\"\\".repeat(n) + "\n"),
                input(
                        "lines like boundaries",
                        n -> "Content-Type: multipart/mixed;boundary=b\n\n" + "--bb\n--b-\n".repeat(n)),
                input("a body", n -> "\n" + "x".repeat(n * 10)));
    }

    private static Arguments input(String what, IntFunction<String> headers) {
        return Arguments.of(what, headers);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("inputs")
    void twice_the_input_takes_about_twice_the_memory(String what, IntFunction<String> headers) {
        byte[] once = Messages.bytes("OPTIONS sip:a@b SIP/2.0\n" + headers.apply(SIZE) + "\n\n");
        byte[] twice = Messages.bytes("OPTIONS sip:a@b SIP/2.0\n" + headers.apply(2 * SIZE) + "\n\n");
        allocatedBy(once);

        double factor = (double) allocatedBy(twice) / allocatedBy(once);

        assertThat(factor).as(what).isLessThan(TWICE_WITH_GROWN_ARRAYS);
    }

    private static long allocatedBy(byte[] message) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        TypedReaders.objections(SipParser.parse(message, WIDE));
        return threads.getCurrentThreadAllocatedBytes() - before;
    }
}
