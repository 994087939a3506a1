// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ApplicationsTest {
    private final Applications<String> applications = new Applications<>();

    @Test
    void each_application_gets_its_turn() {
        applications.add("a", "invite");
        applications.add("b", "invite");

        assertThat(applications.next("INVITE")).isEqualTo("a");
        assertThat(applications.next("INVITE")).isEqualTo("b");
        assertThat(applications.next("INVITE")).isEqualTo("a");
    }

    @Test
    void routing_a_verb_twice_gives_no_second_turn() {
        applications.add("a", "invite");
        applications.add("a", "invite");
        applications.add("b", "invite");

        assertThat(applications.next("INVITE")).isEqualTo("a");
        assertThat(applications.next("INVITE")).isEqualTo("b");
    }

    @Test
    void one_that_is_preferred_is_asked_if_it_wants_the_verb() {
        applications.add("a", "invite");
        applications.add("b", "invite");
        applications.add("c", "options");

        assertThat(applications.next("INVITE", "b"::equals)).isEqualTo("b");
        assertThat(applications.next("INVITE", "b"::equals)).isEqualTo("b");
        assertThat(applications.next("INVITE", "c"::equals)).isIn("a", "b");
        assertThat(applications.next("MESSAGE", "b"::equals)).isNull();
    }

    @Test
    void those_that_are_wanted_get_turns_of_equal_number_wherever_they_stand() {
        for (String application : List.of("red 1", "blue 1", "blue 2", "blue 3", "red 2")) {
            applications.add(application, "invite");
        }

        List<String> asked = Stream.generate(() -> applications.nextOf("INVITE", a -> a.startsWith("red")))
                .limit(6)
                .toList();

        assertThat(asked).containsExactly("red 1", "red 2", "red 1", "red 2", "red 1", "red 2");
    }

    @Test
    void the_turns_of_some_are_not_changed_by_those_of_others() {
        for (String application : List.of("red 1", "blue 1", "red 2", "blue 2")) {
            applications.add(application, "invite");
        }
        List<String> asked = new ArrayList<>();

        for (int i = 0; i < 4; i++) {
            asked.add(applications.nextOf("INVITE", a -> a.startsWith("red")));
            asked.add(applications.nextOf("INVITE", a -> a.startsWith("blue")));
        }

        assertThat(asked).containsExactly("red 1", "blue 1", "red 2", "blue 2", "red 1", "blue 1", "red 2", "blue 2");
    }

    @Test
    void one_that_leaves_at_each_of_its_turns_and_comes_back_waits_for_the_next_like_the_others() {
        List.of("ill", "well 1", "well 2").forEach(application -> applications.add(application, "invite"));
        List<String> asked = new ArrayList<>();

        for (int i = 0; i < 6; i++) {
            asked.add(applications.next("INVITE"));
            if (asked.getLast().equals("ill")) {
                applications.removeAll("ill");
                applications.add("ill", "invite");
            }
        }

        assertThat(asked).containsExactly("ill", "well 1", "well 2", "ill", "well 1", "well 2");
    }

    @Test
    void removing_one_verb_leaves_the_others() {
        applications.add("a", "invite");
        applications.add("a", "options");

        applications.remove("a", "INVITE");

        assertThat(applications.next("INVITE")).isNull();
        assertThat(applications.next("OPTIONS")).isEqualTo("a");
    }

    @Test
    void a_verb_is_paused_while_one_that_wanted_it_is_still_there() {
        applications.add("a", "invite");
        assertThat(applications.isPaused("INVITE")).isFalse();

        applications.remove("a", "invite");
        assertThat(applications.isPaused("INVITE")).isTrue();
        assertThat(applications.isPaused("OPTIONS")).isFalse();

        applications.add("a", "invite");
        assertThat(applications.isPaused("INVITE")).isFalse();

        applications.remove("a", "invite");
        applications.removeAll("a");
        assertThat(applications.isPaused("INVITE")).isFalse();
    }

    @Test
    void an_application_that_left_gets_nothing_more() {
        applications.add("a", "invite");
        applications.add("a", "options");

        applications.removeAll("a");

        assertThat(applications.next("INVITE")).isNull();
        assertThat(applications.next("OPTIONS")).isNull();
    }
}
