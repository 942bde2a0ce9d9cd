package dev.tollgate.modules.support;

import dev.tollgate.modules.Desk;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A workspace for each test, and its tickets. */
abstract class TicketTests {

    static Desk desk;
    Cases cases;

    @BeforeAll
    static void open() {
        desk = new Desk(new SupportModule());
    }

    @AfterAll
    static void close() {
        desk.close();
    }

    @BeforeEach
    void comeAsStranger() {
        cases = new Cases(desk, desk.stranger());
    }
}
