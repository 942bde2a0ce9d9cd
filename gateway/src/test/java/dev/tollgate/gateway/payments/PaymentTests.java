package dev.tollgate.gateway.payments;

/** Payments at one shop, which lives as long as this JVM. */
abstract class PaymentTests {

    static final String COMPLETED = "checkout.session.completed";

    final Shop shop = Shop.shared();
}
