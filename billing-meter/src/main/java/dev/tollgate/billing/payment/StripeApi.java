package dev.tollgate.billing.payment;

import static io.netty.handler.codec.http.HttpResponseStatus.NOT_FOUND;

import com.stripe.StripeClient;
import com.stripe.exception.InvalidRequestException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.checkout.Session;
import com.stripe.net.RequestOptions;
import com.stripe.param.DisputeListParams;
import com.stripe.param.checkout.SessionCreateParams;
import com.stripe.param.checkout.SessionRetrieveParams;
import dev.tollgate.contract.caller.TenantId;
import dev.tollgate.contract.outcome.Failure;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxException;
import io.vertx.core.WorkerExecutor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stripe by its own library, which blocks: a few threads of a process do that. One per event loop, on which every
 * future completes. Fails with {@link Failure.Unavailable} where Stripe does not answer in time or refuses.
 */
final class StripeApi {

    /** Threads of a process that wait for Stripe. */
    static final int THREADS = 4;

    /** Maximum requests of one loop, running or queued. */
    static final int WAITING_MAX = 32;

    /** The most of them that callers made: the others have places for messages of Stripe and for sweeps. */
    static final int OF_CALLERS_MAX = WAITING_MAX / 2;

    private static final long DISPUTES_MAX = 100;
    private static final String NAME = "tollgate-stripe";

    /** A page to pay on. */
    record Opened(String sessionId, String url, long expiresAtSeconds) {}

    private final StripeSettings settings;
    private final StripeClient client;
    private final WorkerExecutor threads;
    private final Duration patience;
    private int waiting;
    private int waitingOfCallers;

    StripeApi(Vertx vertx, StripeSettings settings) {
        this.settings = settings;
        int millis = Math.toIntExact(settings.timeout().toMillis());
        this.client = StripeClient.builder()
                .setApiKey(settings.secretKey())
                .setApiBase(settings.baseUrl())
                .setConnectTimeout(millis)
                .setReadTimeout(millis)
                .setMaxNetworkRetries(0)
                .build();
        this.patience = settings.timeout().multipliedBy(2);
        this.threads = vertx.createSharedWorkerExecutor(NAME, THREADS, patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    StripeSettings settings() {
        return settings;
    }

    /** Makes a page. Repeated for the same checkout it is the same page. */
    Future<Opened> open(TenantId tenant, CheckoutId checkout, long cents) {
        var options =
                RequestOptions.builder().setIdempotencyKey(checkout.text()).build();
        return askForCaller(() -> {
            Session session = client.v1().checkout().sessions().create(page(tenant, checkout, cents), options);
            return new Opened(session.getId(), session.getUrl(), session.getExpiresAt());
        });
    }

    private SessionCreateParams page(TenantId tenant, CheckoutId checkout, long cents) {
        var marks = Map.of(StripeSession.TENANT, tenant.text(), StripeSession.CHECKOUT, checkout.text());
        var price = SessionCreateParams.LineItem.PriceData.builder()
                .setCurrency(CheckoutComparison.CURRENCY)
                .setUnitAmount(cents)
                .setProductData(SessionCreateParams.LineItem.PriceData.ProductData.builder()
                        .setName("Prepaid balance")
                        .build())
                .build();
        var params = SessionCreateParams.builder()
                .setMode(SessionCreateParams.Mode.PAYMENT)
                .setClientReferenceId(checkout.text())
                .putAllMetadata(marks)
                .setPaymentIntentData(SessionCreateParams.PaymentIntentData.builder()
                        .putAllMetadata(marks)
                        .build())
                .setAdaptivePricing(SessionCreateParams.AdaptivePricing.builder()
                        .setEnabled(false)
                        .build())
                .addLineItem(SessionCreateParams.LineItem.builder()
                        .setQuantity(1L)
                        .setPriceData(price)
                        .build())
                .setSuccessUrl(settings.successUrl());
        var cancel = settings.cancelUrl();
        return (cancel == null ? params : params.setCancelUrl(cancel)).build();
    }

    /**
     * Current state of a page; empty if Stripe does not know it.
     *
     * @param forCaller whether somebody reads the checkout; else it is a message, or a sweep
     */
    Future<Optional<StripeSession>> session(String id, boolean forCaller) {
        return forCaller ? askForCaller(() -> retrieved(id)) : ask(() -> retrieved(id));
    }

    private Optional<StripeSession> retrieved(String id) throws StripeException {
        var params = SessionRetrieveParams.builder()
                .addExpand("payment_intent.latest_charge")
                .build();
        try {
            Session session = client.v1().checkout().sessions().retrieve(id, params);
            var payment = session.getPaymentIntentObject();
            var charge = payment == null ? null : payment.getLatestChargeObject();
            return Optional.of(StripeSession.of(session, charge, disputes(charge)));
        } catch (InvalidRequestException unknown) {
            if (unknown.getStatusCode() != null && unknown.getStatusCode() == NOT_FOUND.code()) {
                return Optional.empty();
            }
            throw unknown;
        }
    }

    private List<Dispute> disputes(@Nullable Charge charge) throws StripeException {
        return charge == null || !Boolean.TRUE.equals(charge.getDisputed())
                ? List.of()
                : client.v1()
                        .disputes()
                        .list(DisputeListParams.builder()
                                .setCharge(charge.getId())
                                .setLimit(DISPUTES_MAX)
                                .build())
                        .getData();
    }

    /** The metadata of a payment. */
    Future<Map<String, String>> payment(String id) {
        return ask(() -> {
            var metadata = client.v1().paymentIntents().retrieve(id).getMetadata();
            return metadata == null ? Map.of() : metadata;
        });
    }

    Future<Void> close() {
        return threads.close();
    }

    private <T> Future<T> askForCaller(Callable<T> request) {
        if (waitingOfCallers >= OF_CALLERS_MAX) {
            return tooMany(OF_CALLERS_MAX);
        }
        waitingOfCallers++;
        return ask(request).onComplete(_ -> waitingOfCallers--);
    }

    private static <T> Future<T> tooMany(int most) {
        return Future.failedFuture(Failure.Unavailable.before(
                "too many requests wait for Stripe", VertxException.noStackTrace("more than " + most)));
    }

    private <T> Future<T> ask(Callable<T> request) {
        if (waiting >= WAITING_MAX) {
            return tooMany(WAITING_MAX);
        }
        waiting++;
        long dueNanos = System.nanoTime() + patience.toNanos();
        return threads.executeBlocking(() -> inTime(request, dueNanos), false)
                .onComplete(_ -> waiting--)
                .timeout(patience.toMillis(), TimeUnit.MILLISECONDS)
                .recover(cause -> Future.failedFuture(Failure.Unavailable.before("Stripe request failed", cause)));
    }

    /** Fails a request that was queued past its deadline. */
    private static <T> T inTime(Callable<T> request, long dueNanos) throws Exception {
        if (System.nanoTime() - dueNanos >= 0) {
            throw VertxException.noStackTrace("queued too long");
        }
        return request.call();
    }
}
