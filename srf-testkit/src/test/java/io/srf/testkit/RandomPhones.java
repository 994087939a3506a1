// SPDX-License-Identifier: Apache-2.0
package io.srf.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.srf.Dialog;
import io.srf.Srf;
import io.srf.flight.RecordedCall;
import io.srf.session.DialogRecord;
import io.srf.sip.Methods;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Alice, Bob and Carol, who do whatever comes to their minds. */
public final class RandomPhones {
    /** A network that delays a little, and sometimes loses, doubles or reorders. */
    public static final Will BAD_NETWORK = Will.GOOD
            .withJitter(Duration.ofMillis(30))
            .withLoss(0.03)
            .withDuplication(0.03)
            .withReordering(0.03);

    private static final int MOST_MILLIS_OF_RINGING = 2_500;

    private final Random random;
    private final List<Phone> phones;
    private final String desk;

    /**
     * They are idle.
     *
     * @param named makes the phone with this name
     * @param desk whom they call
     */
    public RandomPhones(Random random, Function<String, Phone> named, String desk) {
        this.random = random;
        this.desk = desk;
        phones = List.of("alice", "bob", "carol").stream()
                .map(named)
                .map(this::scripted)
                .toList();
    }

    private Phone scripted(Phone phone) {
        phone.repliesTo(Methods.INFO, 200).repliesTo(Methods.MESSAGE, 200);
        return (random.nextBoolean() ? phone.supports("100rel") : phone).onCall(this::isCalled);
    }

    private void isCalled(Call call) {
        switch (random.nextInt(4)) {
            case 0 -> call.rings();
            case 1 -> call.progresses();
            case 2 -> call.progressesReliably(183);
            default -> {}
        }
        int then = random.nextInt(8);
        call.after(
                Duration.ofMillis(random.nextInt(MOST_MILLIS_OF_RINGING)),
                () -> quietly(() -> {
                    if (then == 0) {
                        call.rejects(486);
                    } else if (then > 1) {
                        call.answers();
                    }
                }));
    }

    /** One of them does something. */
    public void act() {
        quietly(() -> act(any(phones), random.nextInt(11)));
    }

    private void act(Phone phone, int what) {
        if (what < 3) {
            phone.calls(desk);
            return;
        }
        List<Call> open = phone.allCalls().stream()
                .filter(call -> call.state() != CallState.ENDING && call.state() != CallState.ENDED)
                .toList();
        if (open.isEmpty()) {
            return;
        }
        Call call = any(open);
        switch (what) {
            case 3 -> call.cancels();
            case 4, 5 -> call.hangsUp();
            case 6 -> call.holds();
            case 7 -> call.resumes();
            case 8 -> call.updates(MediaDirection.SENDONLY);
            case 9 -> call.sends(Methods.INFO, info -> {});
            default -> call.transfers(someUri());
        }
    }

    /** Where one of them is found. */
    public String someUri() {
        return uri(any(phones).name());
    }

    /** Where the phone with this name is found. */
    public static String uri(String name) {
        return "sip:" + name + '@' + name + ".example";
    }

    /**
     * Throws {@link AssertionError} unless they believe to be in just those calls that the application has.
     *
     * @param living where the application runs
     * @param all these, and those that have died, which may know how it came to that
     * @param unheard Call-IDs of calls of which one side has not heard what the other knows, and can not hear any more
     */
    public void talkToNoGhosts(List<Srf> living, List<Srf> all, Set<String> unheard) {
        List<String> theirs = calls().filter(call -> call.state() == CallState.CONFIRMED)
                .map(Call::callId)
                .filter(id -> !unheard.contains(id))
                .sorted()
                .toList();
        List<String> ofApplication = living.stream()
                .flatMap(srf -> srf.dialogs().stream())
                .filter(dialog -> dialog.state() == DialogRecord.State.CONFIRMED)
                .map(Dialog::callId)
                .filter(id -> !unheard.contains(id))
                .sorted()
                .toList();
        List<String> ofOneSide = Stream.concat(theirs.stream(), ofApplication.stream())
                .filter(id -> !theirs.contains(id) || !ofApplication.contains(id))
                .toList();
        assertThat(theirs)
                .as(() -> "calls\n" + history(ofOneSide.stream(), all))
                .isEqualTo(ofApplication);
    }

    /** What happened in their calls, as the application saw it. */
    public String history(Srf srf) {
        return history(calls().map(Call::callId).distinct(), List.of(srf));
    }

    private static String history(Stream<String> callIds, List<Srf> all) {
        return callIds.flatMap(id -> all.stream().map(srf -> srf.flight(id)))
                .filter(Objects::nonNull)
                .map(RecordedCall::ladder)
                .collect(Collectors.joining("\n"));
    }

    private Stream<Call> calls() {
        return phones.stream().flatMap(phone -> phone.allCalls().stream());
    }

    /** They give up INVITEs that have no final answer, as must who waits for an engine that is dead. */
    public void giveUp() {
        calls().forEach(call -> quietly(call::cancels));
    }

    /** All hang up. */
    public void end() {
        calls().forEach(RandomPhones::end);
    }

    private static void end(Call call) {
        switch (call.state()) {
            case CONFIRMED -> call.hangsUp();
            case CALLING, EARLY -> {
                if (call.isCaller()) {
                    call.cancels();
                } else {
                    call.rejects(480);
                }
            }
            default -> {}
        }
    }

    private <T> T any(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    /** Does something for somebody who may be in a state in which that makes no sense. */
    public static void quietly(Runnable action) {
        try {
            action.run();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("expected");
        }
    }
}
