// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Random programs over a few transactions whose keys collide: messages, answers, cancels, lost messages and time in any order. */
class TransactionProgramTest {
    private static final int PROGRAMS = 1_500;
    private static final int STEPS = 80;

    private final Logger layerLog = (Logger) LoggerFactory.getLogger(TransactionLayer.class);

    @BeforeEach
    void expect_errors_of_the_user() {
        layerLog.setLevel(Level.OFF);
    }

    @AfterEach
    void expect_none() {
        layerLog.setLevel(null);
    }

    @Test
    void every_program_keeps_the_rules_and_leaves_nothing_behind() {
        for (int seed = 0; seed < PROGRAMS; seed++) {
            try {
                new TransactionProgram(new Random(seed), STEPS).run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("program of seed " + seed, e);
            }
        }
    }
}
