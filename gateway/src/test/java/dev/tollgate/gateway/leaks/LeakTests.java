package dev.tollgate.gateway.leaks;

/** Tests on a gateway that takes alerts. */
abstract class LeakTests {

    static final String PLACE = "https://github.com/example/shop/blob/main/settings.yaml";

    final Alerts alerts = Alerts.shared();
}
