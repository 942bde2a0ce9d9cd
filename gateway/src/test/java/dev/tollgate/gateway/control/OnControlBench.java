package dev.tollgate.gateway.control;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests of one class on one bench of the control plane. */
public abstract class OnControlBench {

    protected static ControlBench bench;

    @BeforeAll
    static void open() {
        bench = new ControlBench();
    }

    @AfterAll
    static void close() {
        bench.close();
    }
}
