package dev.tollgate.billing.payment;

import static dev.tollgate.contract.operation.Declaration.roles;
import static dev.tollgate.contract.operation.Declaration.signed;

import dev.tollgate.billing.account.TopUpId;
import dev.tollgate.contract.caller.Role;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Access;
import dev.tollgate.contract.operation.Declaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.operation.SignedMessage;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Operations for payments by owners. */
public final class CheckoutOperations {

    private static final String CHECKOUTS = "/control/v1/tenants/{tenant_id}/checkouts";
    private static final Access PAYERS = roles(Role.OPERATOR, Role.TENANT_OWNER);

    static final String CHECKOUT_UPDATED = "checkout.updated";
    public static final String TOP_UP_TAKEN_BACK = "top_up.taken_back";

    public static final Operation<NewCheckout, Checkout> CREATE_CHECKOUT = Declaration.create(
                    "create_checkout", "checkout")
            .summary("Create a Stripe Checkout session for a top-up")
            .description("Returns the URL of the payment page. The money is added when Stripe confirms the payment.")
            .control("POST", CHECKOUTS, PAYERS)
            .event("checkout.created")
            .takes(NewCheckout.class, """
                    {"amount_micros": 25000000}""")
            .gives(Checkout.class);

    public static final Operation<CheckoutPage, Page<Checkout>> LIST_CHECKOUTS = Declaration.read(
                    "list_checkouts", "checkout")
            .summary("List checkouts")
            .description("Newest first. The status of open checkouts is refreshed from Stripe.")
            .control("GET", CHECKOUTS, PAYERS)
            .takes(CheckoutPage.class, """
                    {"limit": 25}""")
            .givesFreePage(Checkout.class);

    public static final Operation<CheckoutRef, Checkout> GET_CHECKOUT = Declaration.read("get_checkout", "checkout")
            .summary("Get a checkout")
            .description("The status of an open checkout is refreshed from Stripe.")
            .control("GET", CHECKOUTS + "/{id}", PAYERS)
            .takes(CheckoutRef.class)
            .gives(Checkout.class);

    public static final Operation<SignedMessage, PaymentNotice> SETTLE_PAYMENT = Declaration.write(
                    "settle_payment", "payment")
            .summary("Receive a Stripe webhook event")
            .description("For Stripe's webhook endpoint: checkout.session.completed, .async_payment_succeeded, "
                    + ".async_payment_failed and .expired, charge.refunded, charge.dispute.created, "
                    + ".funds_withdrawn and .closed. The paid amount is read from Stripe's API, not from the event.")
            .control("POST", "/control/v1/payments/stripe", signed("stripe", "Stripe-Signature"))
            .takes(SignedMessage.class, """
                    {"signature": "", "payload": "{}"}""")
            .gives(PaymentNotice.class);

    /** All of them. */
    public static final List<Operation<?, ?>> ALL =
            List.of(CREATE_CHECKOUT, LIST_CHECKOUTS, GET_CHECKOUT, SETTLE_PAYMENT);

    /** Events that no operation declares. */
    public static final List<EventDeclaration> EVENTS = events();

    private CheckoutOperations() {}

    private static List<EventDeclaration> events() {
        var tenant = new TenantId(new UUID(0, 0));
        var id = new CheckoutId(new UUID(0, 0));
        var paid = new Checkout(
                id,
                tenant,
                25_000_000,
                CheckoutStatus.PAID,
                null,
                Instant.EPOCH,
                25_000_000L,
                Instant.EPOCH,
                id.topUp(),
                0,
                0,
                "subject user_01",
                Instant.EPOCH,
                2,
                null);
        return List.of(
                new EventDeclaration(CHECKOUT_UPDATED, "A checkout was paid, expired or failed.", paid),
                new EventDeclaration(
                        TOP_UP_TAKEN_BACK,
                        "A refund, a dispute or the operator took money back.",
                        new TopUpReversal(new TopUpId(new UUID(0, 0)), tenant, 20_000_000, 5_000_000, null, 1)));
    }
}
