// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.server.transaction.TimerValues;
import io.srf.server.transaction.TransactionSettings;
import picocli.CommandLine.Option;

/** The flags of the timers of transactions (RFC 3261 §17, Table 4). */
final class TimerFlags {
    @Option(
            names = "--t1",
            paramLabel = "MILLISECONDS",
            description =
                    "T1, the estimated round trip: a message is sent again after it, and 64 times as long the other side is waited for"
                            + " (default: ${DEFAULT-VALUE}).")
    private long t1 = TimerValues.T1;

    @Option(
            names = "--t2",
            paramLabel = "MILLISECONDS",
            description = "T2, the longest interval between repetitions (default: ${DEFAULT-VALUE}).")
    private long t2 = TimerValues.T2;

    @Option(
            names = "--t4",
            paramLabel = "MILLISECONDS",
            description = "T4, how long a message may stay in the network (default: ${DEFAULT-VALUE}).")
    private long t4 = TimerValues.T4;

    /** The usual bounds with these timers. */
    TransactionSettings settings() {
        return TransactionSettings.of(TimerValues.of(t1, t2, t4));
    }
}
