package dev.tollgate.gateway.leaks;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/** Tests on a gateway that takes alerts. */
abstract class LeakTests {

    static final String PLACE = "https://github.com/example/shop/blob/main/settings.yaml";

    static Alerts alerts;

    @BeforeAll
    static void open() {
        alerts = new Alerts();
    }

    @AfterAll
    static void close() {
        alerts.close();
    }
}
