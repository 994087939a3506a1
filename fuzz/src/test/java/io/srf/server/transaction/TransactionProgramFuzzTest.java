// SPDX-License-Identifier: Apache-2.0
package io.srf.server.transaction;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.srf.fuzz.BytesAsRandom;
import org.junit.jupiter.api.BeforeAll;
import org.slf4j.LoggerFactory;

class TransactionProgramFuzzTest {
    private static final int MAX_STEPS = 200;

    @BeforeAll
    static void expect_errors_of_the_user() {
        ((Logger) LoggerFactory.getLogger(TransactionLayer.class)).setLevel(Level.OFF);
    }

    @FuzzTest(maxDuration = "5m")
    void every_program_keeps_the_rules_and_leaves_nothing_behind(byte[] program) {
        new TransactionProgram(new BytesAsRandom(program), Math.min(MAX_STEPS, program.length)).run();
    }
}
