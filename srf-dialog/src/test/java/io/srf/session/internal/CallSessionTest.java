// SPDX-License-Identifier: Apache-2.0
package io.srf.session.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.srf.session.Session;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What an application puts into a session, and gets out of it. */
class CallSessionTest {
    private final Session session = SessionKeeper.withoutStore().open().session();

    enum Tier {
        GOLD
    }

    record Customer(String name, Tier tier, Instant since, List<String> numbers) {}

    record OldOrder(int id, String color) {}

    record NewOrder(int id, int amount, boolean paid, String note) {}

    static final class Looped {
        public Looped self() {
            return this;
        }

        public Looped getSelf() {
            return this;
        }
    }

    @Test
    void values_come_back_as_what_they_were() {
        Customer customer =
                new Customer("Jürgen 📞", Tier.GOLD, Instant.parse("2020-02-29T12:00:00Z"), List.of("1", "2"));
        session.put("text", "alice \"a\" \n");
        session.put("number", 42);
        session.put("long", Long.MAX_VALUE);
        session.put("yes", true);
        session.put("list", List.of(1, 2));
        session.put("customer", customer);
        assertThat(session.get("text", String.class)).isEqualTo("alice \"a\" \n");
        assertThat(session.get("number", Integer.class)).isEqualTo(42);
        assertThat(session.get("number", int.class)).isEqualTo(42);
        assertThat(session.get("long", Long.class)).isEqualTo(Long.MAX_VALUE);
        assertThat(session.get("yes", Boolean.class)).isTrue();
        assertThat(session.get("list", int[].class)).containsExactly(1, 2);
        assertThat(session.get("customer", Customer.class)).isEqualTo(customer);
        assertThat(session.keys()).containsExactlyInAnyOrder("text", "number", "long", "yes", "list", "customer");
    }

    @Test
    void without_a_class_values_come_back_as_plain_java() {
        session.put("text", "alice");
        session.put("order", new OldOrder(1, "red"));
        assertThat(session.get("text")).isEqualTo("alice");
        assertThat(session.get("order")).isEqualTo(Map.of("id", 1, "color", "red"));
        assertThat(session.get("nothing")).isNull();
        assertThat(session.get("nothing", String.class)).isNull();
    }

    @Test
    void a_value_is_a_copy_when_it_is_put_and_when_it_is_read() {
        List<String> list = new ArrayList<>(List.of("a"));
        session.put("list", list);
        list.add("b");
        String[] read = session.get("list", String[].class);
        assertThat(read).containsExactly("a");
        read[0] = "c";
        assertThat(session.get("list")).isEqualTo(List.of("a"));
    }

    @Test
    void a_class_that_changed_still_reads_what_an_older_or_newer_version_wrote() {
        session.put("order", new OldOrder(7, "red"));
        assertThat(session.get("order", NewOrder.class)).isEqualTo(new NewOrder(7, 0, false, null));
        session.put("order", new NewOrder(8, 3, true, "soon"));
        assertThat(session.get("order", OldOrder.class)).isEqualTo(new OldOrder(8, null));
    }

    @Test
    void values_are_replaced_and_removed() {
        session.put("k", 1);
        session.put("k", "two");
        assertThat(session.get("k")).isEqualTo("two");
        session.remove("k");
        session.remove("k");
        assertThat(session.get("k")).isNull();
        session.put("k", Optional.of("x"));
        session.put("k", Optional.empty());
        assertThat(session.keys()).isEmpty();
    }

    @Test
    void keys_do_not_change_once_they_are_read() {
        session.put("a", 1);
        var keys = session.keys();
        session.put("b", 2);
        assertThat(keys).containsExactly("a");
    }

    @Test
    void a_value_of_another_type_is_an_error_that_names_key_and_type() {
        session.put("user", "alice");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.get("user", OldOrder.class))
                .withMessageStartingWith("session value \"user\" is no " + OldOrder.class.getName() + ": ");
    }

    @Test
    void what_can_not_be_json_is_an_error_that_names_key_and_class() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.put("loop", new Looped()))
                .withMessageStartingWith("session value \"loop\" of " + Looped.class + " can not be written as JSON");
        assertThat(session.keys()).isEmpty();
    }

    @Test
    void bounds_are_errors_and_leave_the_session_as_it_was() {
        session.put("big", "x".repeat(Session.MAX_CHARACTERS - 2));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.put("more", 12))
                .withMessage(
                        "with value \"more\" the session would have 65538 characters of JSON; expected: at most 65536");
        assertThatIllegalArgumentException().isThrownBy(() -> session.put("big", "x".repeat(Session.MAX_CHARACTERS)));
        assertThat(session.keys()).containsExactly("big");
        session.remove("big");

        for (int i = 0; i < Session.MAX_VALUES; i++) {
            session.put("k" + i, i);
        }
        session.put("k0", "again");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.put("one more", 1))
                .withMessage("session value \"one more\" would be number 257; expected: at most 256");
        assertThat(session.keys()).hasSize(Session.MAX_VALUES);
    }

    @Test
    void keys_and_aliases_are_bounded() {
        assertThatIllegalArgumentException().isThrownBy(() -> session.put("", 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.put("k".repeat(129), 1))
                .withMessage("a session key of 129 characters; expected: 1 to 128 characters");
        assertThatIllegalArgumentException().isThrownBy(() -> session.addAlias(""));
        for (int i = 0; i < Session.MAX_ALIASES; i++) {
            session.addAlias("order " + i);
        }
        session.addAlias("order 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> session.addAlias("one more"))
                .withMessage("9 aliases of a session; expected: at most 8");
    }

    @Test
    void puts_by_many_threads_are_all_there() throws Exception {
        CountDownLatch start = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < 8; t++) {
            String name = "t" + t;
            threads.add(Thread.startVirtualThread(() -> {
                try {
                    start.await();
                } catch (InterruptedException e) {
                    return;
                }
                for (int i = 0; i < 30; i++) {
                    session.put(name + "-" + i, i);
                }
            }));
        }
        start.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(session.keys()).hasSize(8 * 30);
    }

    @Test
    void save_without_a_store_is_done_at_once() {
        assertThat(session.save()).isCompleted();
        assertThat(session.id()).isNotEmpty();
    }
}
