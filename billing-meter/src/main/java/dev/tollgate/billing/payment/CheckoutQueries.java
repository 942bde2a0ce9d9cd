package dev.tollgate.billing.payment;

import dev.tollgate.billing.payment.CheckoutRows.Due;
import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.table.KeysetPages;
import io.vertx.core.Future;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads checkouts. Open ones are refreshed from Stripe unless that happened recently. */
final class CheckoutQueries {

    private static final Logger LOGGER = LoggerFactory.getLogger(CheckoutQueries.class);

    /** Minimum interval between requests to Stripe about a checkout that is read. */
    static final Duration ASKED_EVERY = Duration.ofSeconds(10);

    /** Maximum checkouts of one page that are refreshed from Stripe. */
    static final int ASKED_MAX = 5;

    private static final Refusal MISSING = new Refusal.ResourceNotFound("The checkout was not found.");

    private final PaymentParts parts;
    private final @Nullable CheckoutSettlement payments;

    /** @param payments null where Stripe is not set up: what was made before is shown as it was */
    CheckoutQueries(PaymentParts parts, @Nullable CheckoutSettlement payments) {
        this.parts = parts;
        this.payments = payments;
    }

    Future<Outcome<Checkout>> get(Call<CheckoutRef> call) {
        return fresh(call, () -> find(call), Optional::stream)
                .map(found -> found.map(row -> Outcome.done(row.shown())).orElseGet(() -> Outcome.refused(MISSING)));
    }

    private Future<Optional<CheckoutRow>> find(Call<CheckoutRef> call) {
        return CheckoutRows.find(
                parts.database(), call.caller().tenantId(), call.input().id());
    }

    Future<Outcome<Page<Checkout>>> list(Call<CheckoutPage> call) {
        var wanted = call.input();
        return new KeysetPages(parts.cursors())
                .page(
                        call,
                        new KeysetPages.Wanted("", wanted.cursor(), wanted.limit()),
                        Checkout::id,
                        (before, count) -> fresh(call, () -> page(call, before, count), List::stream)
                                .map(rows ->
                                        rows.stream().map(CheckoutRow::shown).toList()));
    }

    private Future<List<CheckoutRow>> page(Call<?> call, @Nullable UUID before, int count) {
        return CheckoutRows.page(parts.database(), call.caller().tenantId(), before, count);
    }

    /** Reads, and reads again if some of it was refreshed from Stripe. */
    private <T> Future<T> fresh(Call<?> call, Supplier<Future<T>> reading, Function<T, Stream<CheckoutRow>> rows) {
        return reading.get().compose(read -> {
            var stale = payments == null
                    ? List.<CheckoutRow>of()
                    : rows.apply(read).filter(this::stale).limit(ASKED_MAX).toList();
            return stale.isEmpty() || payments == null
                    ? Future.succeededFuture(read)
                    : ask(call, stale, payments).compose(_ -> reading.get());
        });
    }

    private boolean stale(CheckoutRow row) {
        return row.status().waits()
                && !parts.clock().instant().isBefore(row.checkedAt().plus(ASKED_EVERY));
    }

    /** Refreshes checkouts from Stripe; if Stripe fails, the stored state is shown. */
    private Future<Void> ask(Call<?> call, List<CheckoutRow> rows, CheckoutSettlement payments) {
        return Future.join(rows.stream()
                        .map(row -> payments.settle(
                                new Due(row.tenant(), row.id()), SettlementCalls.reader(call, parts.ids())))
                        .toList())
                .<Void>mapEmpty()
                .recover(cause -> {
                    LOGGER.atWarn()
                            .addKeyValue("tenant", call.caller().tenantId())
                            .addKeyValue("reason", String.valueOf(cause.getMessage()))
                            .log("failed to refresh checkouts from Stripe, showing stored state");
                    return Future.succeededFuture();
                });
    }
}
