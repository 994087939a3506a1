// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.Targets;
import io.srf.fuzz.BytesAsRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A program of events over a few calls through a back-to-back user agent: what phones and the application do, what happens to packets, and time.
 * In the end all hang up; then every call is over, as the rules say, and nothing is left.
 */
final class CallProgram {
    private static final int MAX_STEPS = 60;
    private static final int MAX_CALLS = 4;
    private static final int MAX_FAULTS = 4;
    private static final long[] WAITS = {1, 5, 10, 100, 500, 1_000, 4_000, 32_000};
    private static final List<Fault.Kind> KINDS = List.of(Fault.Kind.LOST, Fault.Kind.LATE, Fault.Kind.TWICE);
    private static final Duration ALL_TIMERS = Duration.ofMinutes(5);

    private final BytesAsRandom choice;
    private final SimAppWorld world;
    private final Phone alice;
    private final List<Phone> phones;

    CallProgram(byte[] program) {
        choice = new BytesAsRandom(program);
        world = (SimAppWorld) AppSetup.of(CallProgram::desk).begin();
        alice = world.phone("alice");
        phones = List.of(alice, world.phone("bob"), world.phone("carol"));
    }

    private static void desk(Srf srf) {
        srf.invite((req, res) -> srf.createB2BUA(
                req,
                res,
                Targets.of("sip:bob@bob.example", "sip:carol@carol.example"),
                options -> options.ringTimeout(Duration.ofSeconds(40))));
    }

    void run() {
        try (world) {
            world.network().faults(faults());
            for (int i = 0; i < MAX_STEPS && choice.left() > 0; i++) {
                step();
            }
            endAll();
            world.comesToRest();
            assertThat(CallHistory.faultsOf(world.trace(), SimEngine.NAME, List.of()))
                    .isEmpty();
            world.shutsDown();
        }
    }

    private List<Fault> faults() {
        List<Fault> faults = new ArrayList<>();
        for (int i = choice.nextInt(MAX_FAULTS + 1); i > 0; i--) {
            Fault.Kind kind = KINDS.get(choice.nextInt(KINDS.size()));
            Duration by = kind == Fault.Kind.LOST ? Duration.ZERO : Duration.ofMillis(4L * choice.nextInt(256));
            faults.add(new Fault(choice.nextInt(64), kind, by));
        }
        return faults;
    }

    private void step() {
        int what = choice.nextInt(16);
        switch (what) {
            case 0 -> call();
            case 1 -> applicationHangsUp();
            case 2, 3, 4 -> world.passes(Duration.ofMillis(WAITS[choice.nextInt(WAITS.length)]));
            default -> phoneDoes(what);
        }
    }

    private void call() {
        if (alice.allCalls().size() < MAX_CALLS) {
            alice.calls("desk");
        }
    }

    private void applicationHangsUp() {
        List<Dialog> dialogs = List.copyOf(world.srf().dialogs());
        if (!dialogs.isEmpty()) {
            dialogs.get(choice.nextInt(dialogs.size())).destroy();
        }
    }

    private void phoneDoes(int what) {
        List<Call> calls = phones.get(choice.nextInt(phones.size())).allCalls();
        if (!calls.isEmpty()) {
            Call call = calls.get(choice.nextInt(calls.size()));
            try {
                act(what, call);
            } catch (IllegalStateException unfit) {
                // a phone that can not do this now does nothing
            }
        }
    }

    private static void act(int what, Call call) {
        switch (what) {
            case 5 -> call.rings();
            case 6, 7 -> call.answers();
            case 8 -> call.rejects(486);
            case 9 -> call.cancels();
            case 10 -> call.hangsUp();
            case 11 -> call.holds();
            case 12 -> call.resumes();
            case 13 -> call.updates();
            case 14 -> call.progressesReliably(183);
            default -> call.sends("INFO", info -> {});
        }
    }

    /** Whoever has a call hangs up; what is answered meanwhile is hung up too. */
    private void endAll() {
        hangUp();
        world.passes(ALL_TIMERS);
        hangUp();
    }

    private void hangUp() {
        phones.forEach(phone -> phone.allCalls().forEach(Call::hangsUp));
    }
}
