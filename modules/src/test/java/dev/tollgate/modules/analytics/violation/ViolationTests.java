package dev.tollgate.modules.analytics.violation;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static dev.tollgate.modules.analytics.Governed.event;

import dev.tollgate.modules.Desk;
import dev.tollgate.modules.analytics.Governed;
import dev.tollgate.modules.analytics.definition.EventDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;

/** A workspace for each test, whose orders have a definition and are held if they are bad. */
abstract class ViolationTests {

    static final String BAD = event("Order", "{'amount': 1, 'country': 'Norway'}");

    static Desk desk;
    Governed workspace;
    EventDefinition definition;

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
        definition = workspace.approved(workspace.plan(""), "Order", ORDER, "");
    }
}
