// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.srf.server.transaction.Event.TimerFired;
import io.srf.sip.SipRequest;
import io.srf.sip.SipResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every state with every event, against the table in the machine's Javadoc; what has no row must change nothing. */
class MachineTablesTest {
    private static final TimerValues TIMERS = new TimerValues(500, 4_000, 5_000, 32_001, 200_000, 300_000);
    private static final long NOT_CAPPED = TIMERS.limit();
    private static final Set<TimerName> REPEATING = EnumSet.of(TimerName.A, TimerName.E, TimerName.G, TimerName.REPEAT);
    private static final SipRequest INVITE = Messages.request("INVITE", "z9hG4bKtable");

    /**
     * Something that can happen.
     *
     * @param words the table may call it
     * @param fired milliseconds, if it is a timer
     */
    private record Case<E>(List<String> words, E event, long fired) {}

    @TestFactory
    Stream<DynamicTest> the_INVITE_client_does_what_its_table_says() {
        return transports(reliable -> {
            InviteClient machine = new InviteClient(TIMERS, reliable);
            Walk<InviteClient.State, Event.OfClient, Effect.OfClient> walk =
                    new Walk<>(MachineTable.of(InviteClient.class, reliable), machine::step);
            return walk.all(machine.begin(INVITE), InviteClient.State.values(), clientCases());
        });
    }

    @TestFactory
    Stream<DynamicTest> the_non_INVITE_client_does_what_its_table_says() {
        return transports(reliable -> {
            NonInviteClient machine = new NonInviteClient(TIMERS, reliable);
            Walk<NonInviteClient.State, Event.OfClient, Effect.OfClient> walk =
                    new Walk<>(MachineTable.of(NonInviteClient.class, reliable), machine::step);
            return walk.all(machine.begin(INVITE), NonInviteClient.State.values(), clientCases());
        });
    }

    @TestFactory
    Stream<DynamicTest> the_INVITE_server_does_what_its_table_says() {
        return transports(reliable -> {
            InviteServer machine = new InviteServer(TIMERS, reliable);
            Walk<InviteServer.State, Event.OfServer, Effect.OfServer> walk =
                    new Walk<>(MachineTable.of(InviteServer.class, reliable), machine::step);
            return walk.all(machine.begin(INVITE), InviteServer.State.values(), serverCases("INVITE"));
        });
    }

    @TestFactory
    Stream<DynamicTest> the_non_INVITE_server_does_what_its_table_says() {
        return transports(reliable -> {
            NonInviteServer machine = new NonInviteServer(TIMERS, reliable);
            Walk<NonInviteServer.State, Event.OfServer, Effect.OfServer> walk =
                    new Walk<>(MachineTable.of(NonInviteServer.class, reliable), machine::step);
            return walk.all(machine.begin(INVITE), NonInviteServer.State.values(), serverCases("request"));
        });
    }

    @TestFactory
    Stream<DynamicTest> the_CANCEL_of_an_INVITE_does_what_its_table_says() {
        InviteCancel machine = new InviteCancel(TIMERS);
        List<Case<InviteCancel.Event>> cases = List.of(
                new Case<>(List.of("cancel"), InviteCancel.Event.CANCEL, 0),
                new Case<>(List.of("provisional"), InviteCancel.Event.PROVISIONAL, 0),
                new Case<>(List.of("final"), InviteCancel.Event.FINAL, 0));
        return new Walk<InviteCancel.State, InviteCancel.Event, Effect.OfClient>(
                        MachineTable.of(InviteCancel.class, false), machine::step)
                .steps(InviteCancel.State.values(), cases);
    }

    @TestFactory
    Stream<DynamicTest> an_answer_is_repeated_as_its_table_says() {
        AnswerRetransmission success = AnswerRetransmission.ofSuccess(TIMERS);
        AnswerRetransmission provisional = AnswerRetransmission.ofProvisional(TIMERS);
        List<Case<Event.OfAnswer>> cases = new ArrayList<>(List.of(
                new Case<>(List.of("acknowledged"), new Event.Acknowledged(), 0),
                new Case<>(List.of("ended"), new Event.Ended(), 0)));
        cases.addAll(timerCases());
        MachineTable table = MachineTable.of(AnswerRetransmission.class, true);
        return Stream.concat(
                new Walk<>(table, success::step, TIMERS.t2())
                        .all(success.begin(), AnswerRetransmission.State.values(), cases),
                new Walk<>(table, provisional::step, NOT_CAPPED)
                        .all(provisional.begin(), AnswerRetransmission.State.values(), cases));
    }

    private interface ForTransport {
        Stream<DynamicTest> tests(boolean reliable) throws IOException;
    }

    private static Stream<DynamicTest> transports(ForTransport tests) {
        return Stream.of(false, true).flatMap(reliable -> {
            try {
                return tests.tests(reliable).map(test -> reliable ? named(test) : test);
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static DynamicTest named(DynamicTest test) {
        return dynamicTest("on a reliable transport: " + test.getDisplayName(), test.getExecutable());
    }

    private static List<Case<Event.OfClient>> clientCases() {
        List<Case<Event.OfClient>> cases = new ArrayList<>(responses());
        cases.add(new Case<>(List.of("error"), new Event.TransportError(new IOException("refused")), 0));
        cases.add(new Case<>(List.of("lost"), new Event.FlowLost(new IOException("closed")), 0));
        cases.addAll(timerCases());
        return cases;
    }

    private static List<Case<Event.OfServer>> serverCases(String request) {
        List<Case<Event.OfServer>> cases = new ArrayList<>(responses());
        cases.add(new Case<>(List.of("error"), new Event.TransportError(new IOException("refused")), 0));
        cases.add(new Case<>(List.of(request), new Event.Repeated(), 0));
        SipRequest ack = Messages.request("ACK", "z9hG4bKtable");
        cases.add(new Case<>(List.of("ACK"), new Event.Ack(ack, RecordingFlow.udp(new VirtualLoop())), 0));
        cases.addAll(timerCases());
        return cases;
    }

    @SuppressWarnings("unchecked") // each response is an event of both
    private static <E> List<Case<E>> responses() {
        return List.of(
                new Case<>(List.of("100", "1xx"), (E) new Event.Provisional(response(100)), 0),
                new Case<>(List.of("101-199", "1xx"), (E) new Event.Provisional(response(183)), 0),
                new Case<>(List.of("2xx", "200-699"), (E) new Event.Success(response(200)), 0),
                new Case<>(List.of("300-699", "200-699"), (E) new Event.Failure(response(302)), 0),
                new Case<>(List.of("300-699", "200-699"), (E) new Event.Failure(response(603)), 0));
    }

    private static SipResponse response(int status) {
        return INVITE.response(status, null).build();
    }

    @SuppressWarnings("unchecked") // a timer is an event of all
    private static <E> List<Case<E>> timerCases() {
        List<Case<E>> cases = new ArrayList<>();
        for (TimerName timer : TimerName.values()) {
            long[] waits = REPEATING.contains(timer) ? new long[] {500, 1_000, 2_000, 4_000, 16_000} : new long[] {1};
            for (long fired : waits) {
                cases.add(new Case<>(List.of(timer.name()), (E) new TimerFired(timer, fired), fired));
            }
        }
        return cases;
    }

    /** Compares a machine with its table. */
    private record Walk<S extends Enum<S>, E, X extends Effect>(
            MachineTable table, BiFunction<S, E, Step<S, X>> machine, long longest) {
        Walk(MachineTable table, BiFunction<S, E, Step<S, X>> machine) {
            this(table, machine, 0);
        }

        Stream<DynamicTest> all(Step<S, X> begin, S[] states, List<Case<E>> cases) {
            DynamicTest beginning = dynamicTest("begin", () -> compare(begin, table.begin(), 0));
            return Stream.concat(Stream.of(beginning), steps(states, cases));
        }

        Stream<DynamicTest> steps(S[] states, List<Case<E>> cases) {
            Set<String> reached = new TreeSet<>();
            Stream<DynamicTest> steps = Arrays.stream(states)
                    .flatMap(state -> cases.stream()
                            .map(each -> dynamicTest(name(state, each), () -> check(state, each, reached))));
            DynamicTest complete = dynamicTest(
                    "each row was walked",
                    () -> assertThat(reached)
                            .containsAll(table.rows().stream()
                                    .filter(row -> !row.state().equals("(begin)"))
                                    .map(row -> row.state() + " " + row.event())
                                    .toList()));
            return Stream.concat(steps, Stream.of(complete));
        }

        private String name(S state, Case<E> each) {
            return state + " and " + each.words.get(0) + (each.fired > 0 ? " after " + each.fired + " ms" : "");
        }

        private void check(S state, Case<E> each, Set<String> reached) {
            Step<S, X> step = machine.apply(state, each.event);
            MachineTable.Row ignored = new MachineTable.Row(state.name(), "", state.name(), List.of());
            MachineTable.Row row = table.find(state, each.words).orElse(ignored);
            reached.add(row.state() + " " + row.event());
            compare(step, row, each.fired);
            assertThat(step.effects().stream()
                            .filter(effect -> effect instanceof Effect.Terminated)
                            .count())
                    .as("terminated when, and only when, Terminated is entered")
                    .isEqualTo(entersTerminated(state, step.state()) ? 1 : 0);
        }

        private static boolean entersTerminated(Enum<?> from, Enum<?> to) {
            return to.name().equals("TERMINATED") && !from.name().equals("TERMINATED");
        }

        private void compare(Step<S, X> step, MachineTable.Row row, long fired) {
            assertThat(step.state().name()).isEqualToIgnoringCase(row.next());
            assertThat(step.effects().stream().map(MachineTablesTest::describe))
                    .containsExactlyElementsOf(row.effects().stream()
                            .map(effect -> MachineTable.withMillis(effect, fired, TIMERS, longest))
                            .toList());
        }
    }

    private static String describe(Effect effect) {
        return switch (effect) {
            case Effect.Send send -> "send";
            case Effect.Resend resend -> "resend";
            case Effect.SendAck ack -> "send ACK";
            case Effect.SendCancel cancel -> "send CANCEL";
            case Effect.Cancel cancel -> "cancel";
            case Effect.StartTimer start -> "start " + start.timer() + " " + start.millis();
            case Effect.StopTimer stop -> "stop " + stop.timer();
            case Effect.Deliver deliver -> "deliver";
            case Effect.DeliverStray deliver -> "deliver stray";
            case Effect.DeliverAck deliver -> "deliver ACK";
            case Effect.InformTimeout inform -> "inform timeout";
            case Effect.InformTransportError inform -> "inform transport error";
            case Effect.InformUnacknowledged inform -> "inform unacknowledged";
            case Effect.Terminated terminated -> "terminated";
        };
    }
}
