package dev.tollgate.billing.payment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.net.Webhook;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.caller.TypeId;
import dev.tollgate.contract.operation.SignedMessage;
import dev.tollgate.runtime.json.Json;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An event that Stripe has sent. It only identifies what to query; nothing else of it is trusted.
 *
 * @param checkoutKey the checkout that its object names
 * @param paymentId the payment that its object names; null for none
 */
record StripeMessage(
        String type,
        boolean live,
        Optional<CheckoutRows.Due> checkoutKey,
        @Nullable String paymentId) {

    /** Maximum age of a message by its signature's time, as in Stripe's own libraries. */
    static final Duration TOLERANCE = Duration.ofMinutes(5);

    private static final Set<String> ABOUT_MONEY = Set.of(
            "checkout.session.completed",
            "checkout.session.async_payment_succeeded",
            "checkout.session.async_payment_failed",
            "checkout.session.expired",
            "charge.refunded",
            "charge.dispute.created",
            "charge.dispute.funds_withdrawn",
            "charge.dispute.closed");

    /** Whether Stripe has signed it, as https://docs.stripe.com/webhooks#verify-manually says, and lately. */
    static boolean signed(SignedMessage message, String secret, InstantSource clock) {
        try {
            return Webhook.Signature.verifyHeader(
                    message.payload(),
                    message.signature(),
                    secret,
                    TOLERANCE.toSeconds(),
                    clock.withZone(ZoneOffset.UTC));
        } catch (SignatureVerificationException | RuntimeException forged) {
            return false;
        }
    }

    /** Empty where it is no event. */
    static Optional<StripeMessage> read(String payload) {
        try {
            var event = Json.MAPPER.readTree(payload);
            var object = event.path("data").path("object");
            if (!event.path("type").isTextual() || !object.isObject()) {
                return Optional.empty();
            }
            return Optional.of(new StripeMessage(
                    event.path("type").asText(),
                    event.path("livemode").asBoolean(),
                    checkoutKey(object.path("metadata")),
                    payment(object.path("payment_intent"))));
        } catch (JsonProcessingException broken) {
            return Optional.empty();
        }
    }

    /** Whether it is a reason to look. */
    boolean concernsMoney() {
        return ABOUT_MONEY.contains(type);
    }

    /** The checkout in our metadata. */
    static Optional<CheckoutRows.Due> checkoutKey(Map<String, String> metadata) {
        return checkoutKey(metadata.get(StripeSession.TENANT), metadata.get(StripeSession.CHECKOUT));
    }

    private static Optional<CheckoutRows.Due> checkoutKey(JsonNode metadata) {
        return checkoutKey(
                metadata.path(StripeSession.TENANT).asText(null),
                metadata.path(StripeSession.CHECKOUT).asText(null));
    }

    private static Optional<CheckoutRows.Due> checkoutKey(@Nullable String tenant, @Nullable String checkout) {
        if (tenant == null || checkout == null) {
            return Optional.empty();
        }
        return TypeId.parse(TypeId.prefix(TenantId.class), tenant)
                .flatMap(whose -> TypeId.parse(TypeId.prefix(CheckoutId.class), checkout)
                        .map(which -> new CheckoutRows.Due(new TenantId(whose), new CheckoutId(which))));
    }

    /** The id, or the expanded object if that was requested. */
    private static @Nullable String payment(JsonNode named) {
        return named.isObject() ? named.path("id").asText(null) : named.asText(null);
    }
}
