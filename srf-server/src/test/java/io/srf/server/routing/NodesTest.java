// SPDX-License-Identifier: Apache-2.0
package io.srf.server.routing;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NodesTest {
    private final Nodes<String> nodes = new Nodes<>();

    @Test
    void each_node_of_an_application_gets_its_turn() {
        nodes.enter("desk-1", "desk");
        nodes.enter("desk-2", "desk");
        nodes.enter("mailbox-1", "mailbox");

        assertThat(nodes.next("desk", n -> false)).isEqualTo("desk-1");
        assertThat(nodes.next("desk", n -> false)).isEqualTo("desk-2");
        assertThat(nodes.next("desk", n -> false)).isEqualTo("desk-1");
    }

    @Test
    void a_node_that_is_preferred_comes_first_whosever_turn_it_is() {
        nodes.enter("desk-1", "desk");
        nodes.enter("desk-2", "desk");
        nodes.enter("desk-3", "desk");

        assertThat(nodes.next("desk", "desk-3"::equals)).isEqualTo("desk-3");
        assertThat(nodes.next("desk", "desk-3"::equals)).isEqualTo("desk-3");
    }

    @Test
    void each_application_gets_its_turn_however_many_nodes_it_has() {
        nodes.enter("desk-1", "desk");
        nodes.enter("desk-2", "desk");
        nodes.enter("mailbox-1", "mailbox");

        String one = nodes.nextOfAny();
        String other = nodes.nextOfAny();

        assertThat(new String[] {one, other}).contains("mailbox-1").containsAnyOf("desk-1", "desk-2");
    }

    @Test
    void a_node_that_left_gets_nothing_more() {
        nodes.enter("desk-1", "desk");

        nodes.leave("desk-1", "desk");
        nodes.leave("desk-1", "desk");

        assertThat(nodes.next("desk", n -> true)).isNull();
        assertThat(nodes.nextOfAny()).isNull();
    }
}
