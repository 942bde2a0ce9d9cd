package dev.tollgate.billing.app;

import dev.tollgate.billing.account.AccountChanges;
import dev.tollgate.billing.account.AccountParts;
import dev.tollgate.billing.account.BillingAccounts;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.LedgerOperations;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.payment.PaymentOperations;
import dev.tollgate.billing.payment.PaymentParts;
import dev.tollgate.billing.payment.PaymentService;
import dev.tollgate.billing.payment.StripeDeclaration;
import dev.tollgate.billing.request.ChangeRequestOperations;
import dev.tollgate.billing.request.PlanRequests;
import dev.tollgate.billing.request.RequestParts;
import dev.tollgate.billing.request.TopUpRequests;
import dev.tollgate.billing.statement.StatementOperations;
import dev.tollgate.billing.statement.Statements;
import dev.tollgate.billing.threshold.Posting;
import dev.tollgate.billing.threshold.ThresholdEvents;
import dev.tollgate.billing.usage.UsageEvents;
import dev.tollgate.billing.usage.UsageOperations;
import dev.tollgate.billing.usage.UsageQueries;
import dev.tollgate.contract.caller.Scope;
import dev.tollgate.contract.event.EventDeclaration;
import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.PlatformContext;
import dev.tollgate.records.ServedModule;
import dev.tollgate.runtime.bus.OperationBus;
import dev.tollgate.runtime.settings.KafkaDeclaration;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Account, ledger, statement and usage as callers see them, in the process that takes the calls. */
public final class BillingModule implements ServedModule {

    @Override
    public String key() {
        return "billing";
    }

    @Override
    public String title() {
        return "Billing";
    }

    @Override
    public boolean switchable() {
        return false;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        List<Operation<?, ?>> operations = new ArrayList<>(BillingOperations.ALL);
        operations.addAll(ChangeRequestOperations.ALL);
        operations.addAll(PaymentOperations.ALL);
        operations.add(LedgerOperations.LIST);
        operations.add(StatementOperations.GET);
        operations.addAll(UsageOperations.ALL);
        return List.copyOf(operations);
    }

    @Override
    public Scope eventScope() {
        return new Scope("usage:read");
    }

    @Override
    public List<EventDeclaration> events() {
        return Stream.concat(ThresholdEvents.EVENTS.stream(), PaymentOperations.EVENTS.stream())
                .toList();
    }

    @Override
    public Deployable verticle(PlatformContext context) {
        return new Serving(context);
    }

    private static final class Serving extends VerticleBase {

        private final PlatformContext context;
        private @Nullable PaymentService payments;

        Serving(PlatformContext context) {
            this.context = context;
        }

        @Override
        public Future<?> start() {
            var changes = changes();
            serve(context.bus(), new BillingAccounts(accounts(changes)));
            serve(context.bus());
            var requests = requests(changes);
            new TopUpRequests(requests).serve(context.bus());
            new PlanRequests(requests).serve(context.bus());
            var paying = new PaymentService(
                    vertx, payments(changes), context.settings().get(StripeDeclaration.class), context.registry());
            paying.serve(context.bus());
            payments = paying;
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            return payments == null ? Future.succeededFuture() : payments.stop();
        }

        private AccountChanges changes() {
            var money = context.money();
            int slices = context.settings().get(KafkaDeclaration.class).partitions();
            return new AccountChanges(
                    context.work(),
                    new Posting(
                            new Transfers(context.ids()), new ThresholdEvents(context.ids(), slices, money.prices())),
                    money.copies(),
                    context.ids(),
                    context.clock());
        }

        private AccountParts accounts(AccountChanges changes) {
            var money = context.money();
            return new AccountParts(
                    changes, context.database(), money.accounts(), money.prices(), context.ids(), context.clock());
        }

        private RequestParts requests(AccountChanges changes) {
            return new RequestParts(
                    context.work(),
                    changes,
                    context.money().accounts(),
                    context.cursors(),
                    context.ids(),
                    context.clock());
        }

        private PaymentParts payments(AccountChanges changes) {
            return new PaymentParts(
                    context.work(),
                    changes,
                    context.database(),
                    context.money().accounts(),
                    context.cursors(),
                    context.money().prices(),
                    context.ids(),
                    context.clock());
        }

        private static void serve(OperationBus bus, BillingAccounts accounts) {
            bus.serve(BillingOperations.GET, accounts::get);
            bus.serve(BillingOperations.CREATE_TOP_UP, accounts::createTopUp);
            bus.serve(BillingOperations.SET_PLAN, accounts::setPlan);
            bus.serve(BillingOperations.SET_OVERRIDE, accounts::setOverride);
            bus.serve(BillingOperations.GET_OVERRIDE, accounts::getOverride);
            bus.serve(BillingOperations.DELETE_OVERRIDE, accounts::deleteOverride);
            bus.serve(BillingOperations.LIST_PLANS, accounts::listPlans);
            bus.serve(BillingOperations.LIST_PRICES, accounts::listPrices);
        }

        private void serve(OperationBus bus) {
            var work = context.work();
            var cursors = context.cursors();
            bus.serve(LedgerOperations.LIST, new Ledger(work, cursors)::list);
            bus.serve(
                    StatementOperations.GET,
                    new Statements(work, cursors, context.money().prices(), context.clock())::get);
            bus.serve(UsageOperations.LIST, new UsageQueries(work, cursors, context.clock())::list);
            bus.serve(UsageOperations.LIST_EVENTS, new UsageEvents(work, cursors)::list);
        }
    }
}
