package dev.tollgate.modules.analytics.violation;

import static dev.tollgate.modules.analytics.Governed.ORDER;
import static dev.tollgate.modules.analytics.Governed.event;

import dev.tollgate.modules.analytics.GovernedTests;
import dev.tollgate.modules.analytics.definition.EventDefinition;
import org.junit.jupiter.api.BeforeEach;

/** A workspace for each test, whose orders have a definition and are held if they are bad. */
abstract class ViolationTests extends GovernedTests {

    static final String BAD = event("Order", "{'amount': 1, 'country': 'Norway'}");

    EventDefinition definition;

    @BeforeEach
    void define() {
        definition = workspace.approved(workspace.plan(""), "Order", ORDER, "");
    }
}
