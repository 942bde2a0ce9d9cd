package dev.tollgate.billing.payment;

import dev.tollgate.contract.operation.Call;
import dev.tollgate.contract.operation.Page;
import dev.tollgate.contract.outcome.Outcome;
import dev.tollgate.contract.outcome.Refusal;
import dev.tollgate.records.page.KeysetPages;
import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads checkouts. Open ones are refreshed from Stripe unless that happened recently. */
final class CheckoutQueries {

    private static final Refusal MISSING = new Refusal.ResourceNotFound("The checkout was not found.");

    private final PaymentParts parts;
    private final @Nullable CheckoutReads reads;

    /** @param reads null where Stripe is not set up: what was made before is shown as it was */
    CheckoutQueries(PaymentParts parts, @Nullable CheckoutReads reads) {
        this.parts = parts;
        this.reads = reads;
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
                        checkout -> checkout.id().value(),
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
            if (reads == null) {
                return Future.succeededFuture(read);
            }
            var stale = rows.apply(read)
                    .filter(reads::stale)
                    .limit(CheckoutReads.TENANT_MAX)
                    .toList();
            return stale.isEmpty()
                    ? Future.succeededFuture(read)
                    : reads.refresh(call, stale).compose(_ -> reading.get());
        });
    }
}
