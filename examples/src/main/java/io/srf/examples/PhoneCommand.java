// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import io.srf.examples.operations.StopSignals;
import io.srf.testkit.CallState;
import io.srf.testkit.Ladder;
import io.srf.testkit.LoopbackWorld;
import io.srf.testkit.Phone;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./srf phone}: a phone that calls or is called, and does what it is told in lines of input. */
@Command(
        name = "phone",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        description = "Runs a phone over UDP: it places a call or waits for calls, and prints its side of the ladder.",
        footer = PhoneKeypad.HELP)
final class PhoneCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(PhoneCommand.class);
    private static final long LOOK_AGAIN_MILLIS = 50;
    private static final Duration FAREWELL = Duration.ofSeconds(2);
    private static final double MILLIS_PER_SECOND = 1e3;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "phone", description = "The user of its URI.")
    private String name = "";

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            converter = HostPort.class,
            defaultValue = "127.0.0.1:0",
            description = "Its address; port 0 for any free one (default: ${DEFAULT-VALUE}).")
    private InetSocketAddress listen = new InetSocketAddress(0);

    @Option(
            names = "--call",
            paramLabel = "URI",
            description = "Places a call, and ends when it is over: with 1 if it was refused. Else waits for calls.")
    private @Nullable String call;

    @Option(
            names = "--answer-after",
            paramLabel = "SECONDS",
            defaultValue = "1",
            description = "How long it rings before it answers (default: ${DEFAULT-VALUE}).")
    private double ringing;

    private final CountDownLatch switchedOff = new CountDownLatch(1);

    @Override
    public Integer call() {
        if (call != null) {
            DestinationUri.parse(call);
        }
        try (StopSignals stop = new StopSignals();
                LoopbackWorld world = new LoopbackWorld()) {
            Phone phone =
                    world.phone(name, listen).answersAfter(Duration.ofMillis((long) (ringing * MILLIS_PER_SECOND)));
            world.nameOthers("network");
            System.out.println("reached at " + phone.uri());
            PhoneKeypad.readInput(phone, switchedOff::countDown);
            Thread.ofVirtual().name("phone-stop").start(() -> switchOff(stop));
            try (LivePrinter printer =
                    new LivePrinter(Ladder.of(world.trace()).between(name, "network"), () -> PhoneState.of(phone))) {
                int code = call == null ? answers() : calls(phone, call);
                hangUp(phone);
                return code;
            }
        }
    }

    private void switchOff(StopSignals stop) {
        if (stop.await()) {
            switchedOff.countDown();
        }
    }

    /** Nobody shall stay in a call with a phone that is switched off. */
    private static void hangUp(Phone phone) {
        if (phone.allCalls().stream().anyMatch(each -> each.state() != CallState.ENDED)) {
            try {
                phone.patience(FAREWELL).hangsUp().isIdle();
            } catch (AssertionError e) {
                LOG.debug("the other side does not answer, so the phone is switched off", e);
            }
        }
    }

    private int answers() {
        try {
            switchedOff.await();
        } catch (InterruptedException e) {
            LOG.debug("interrupted, so the phone is switched off");
        }
        return 0;
    }

    private int calls(Phone phone, String uri) {
        phone.calls(uri);
        try {
            while (phone.call().state() != CallState.ENDED
                    && !switchedOff.await(LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS)) {}
        } catch (InterruptedException e) {
            LOG.debug("interrupted, so the phone is switched off");
        }
        return phone.call().status() < 300 ? 0 : 1;
    }
}
