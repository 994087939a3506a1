// SPDX-License-Identifier: Apache-2.0
package io.srf.examples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Phones as processes, of which one calls the other. */
class PhoneCommandTest {
    @Test
    void a_phone_calls_another_one_and_does_what_its_input_says() {
        try (ChildProcess bob = ChildProcess.start("bob", "phone", "--name", "bob", "--answer-after", "0.1");
                ChildProcess alice = calling(bob)) {
            bob.prints(PhoneState.TALKING, 1);
            alice.prints(PhoneState.TALKING, 1);
            alice.isTold("hold");
            bob.prints(PhoneState.HELD, 1);
            alice.isTold("resume");
            bob.prints(PhoneState.TALKING, 2);
            bob.isTold("info Signal=1");
            alice.prints(".* 200 INFO ", 1);
            bob.isTold("dance");
            bob.prints("unknown: dance", 1);
            bob.isTold("hang up");
            alice.prints(PhoneState.OVER, 1);
            assertThat(alice.exitCode()).isZero();
            bob.isTold("quit");
            assertThat(bob.exitCode()).isZero();
        }
    }

    @Test
    void a_call_that_is_refused_ends_the_phone_with_1() {
        try (ChildProcess bob = ChildProcess.start("bob", "phone", "--name", "bob", "--answer-after", "60");
                ChildProcess alice = calling(bob)) {
            bob.prints("rings", 1);
            bob.isTold("hang up");
            alice.prints(PhoneState.OVER + ": 486", 1);
            assertThat(alice.exitCode()).isEqualTo(1);
        }
    }

    @Test
    void a_phone_that_is_told_to_end_hangs_up_first() {
        try (ChildProcess bob = ChildProcess.start("bob", "phone", "--name", "bob", "--answer-after", "0.1");
                ChildProcess alice = calling(bob)) {
            bob.prints(PhoneState.TALKING, 1);
            alice.stop();
            bob.prints(PhoneState.OVER, 1);
            assertThat(alice.exitCode()).isZero();
            bob.stop();
            assertThat(bob.exitCode()).isZero();
        }
    }

    private static ChildProcess calling(ChildProcess callee) {
        return ChildProcess.start("alice", "phone", "--name", "alice", "--call", callee.prints("reached at (.*)", 1));
    }
}
