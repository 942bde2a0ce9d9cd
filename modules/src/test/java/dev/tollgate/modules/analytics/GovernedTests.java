package dev.tollgate.modules.analytics;

import dev.tollgate.modules.Desk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A workspace with both modules for each test. */
public abstract class GovernedTests {

    protected static Desk desk;
    protected Governed workspace;

    @BeforeAll
    static void open() {
        desk = Governed.open();
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        workspace = Governed.on(desk);
    }
}
