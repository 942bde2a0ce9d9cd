package dev.tollgate.billing.app;

import dev.tollgate.billing.account.AccountChanges;
import dev.tollgate.billing.account.AccountParts;
import dev.tollgate.billing.account.BillingAccounts;
import dev.tollgate.billing.account.BillingOperations;
import dev.tollgate.billing.correction.CorrectionOperations;
import dev.tollgate.billing.correction.Corrections;
import dev.tollgate.billing.deadletter.DeadLetterHandling;
import dev.tollgate.billing.deadletter.DeadLetterOperations;
import dev.tollgate.billing.intake.OperationModules;
import dev.tollgate.billing.ledger.Ledger;
import dev.tollgate.billing.ledger.LedgerOperations;
import dev.tollgate.billing.ledger.Transfers;
import dev.tollgate.billing.payment.CheckoutOperations;
import dev.tollgate.billing.payment.PaymentParts;
import dev.tollgate.billing.payment.PaymentService;
import dev.tollgate.billing.payment.StripeDeclaration;
import dev.tollgate.billing.recovery.Recovery;
import dev.tollgate.billing.recovery.RecoveryOperations;
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
import dev.tollgate.records.ModuleProvider;
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
        operations.addAll(CheckoutOperations.ALL);
        operations.addAll(RecoveryOperations.ALL);
        operations.addAll(DeadLetterOperations.ALL);
        operations.addAll(CorrectionOperations.ALL);
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
        return Stream.concat(ThresholdEvents.EVENTS.stream(), CheckoutOperations.EVENTS.stream())
                .toList();
    }

    @Override
    public Deployable verticle(PlatformContext context) {
        return new Serving(context);
    }

    private static final class Serving extends VerticleBase {

        private final PlatformContext platform;
        private @Nullable PaymentService payments;

        Serving(PlatformContext platform) {
            this.platform = platform;
        }

        @Override
        public Future<?> start() {
            var changes = changes();
            serve(platform.bus(), new BillingAccounts(accounts(changes)));
            new Corrections(accounts(changes)).serve(platform.bus());
            serve(platform.bus());
            new Recovery(platform.work(), platform.money().copies().clocks()).serve(platform.bus());
            deadLetters().serve(platform.bus());
            var requests = requests(changes);
            new TopUpRequests(requests).serve(platform.bus());
            new PlanRequests(requests).serve(platform.bus());
            var paying = new PaymentService(
                    vertx, payments(changes), platform.settings().get(StripeDeclaration.class), platform.registry());
            paying.serve(platform.bus());
            payments = paying;
            return Future.succeededFuture();
        }

        @Override
        public Future<?> stop() {
            return payments == null ? Future.succeededFuture() : payments.stop();
        }

        private DeadLetterHandling deadLetters() {
            return new DeadLetterHandling(platform.work(), platform.cursors(), platform.clock(), slices());
        }

        private int slices() {
            return platform.settings().get(KafkaDeclaration.class).partitions();
        }

        private AccountChanges changes() {
            var money = platform.money();
            return new AccountChanges(
                    platform.work(),
                    new Posting(
                            new Transfers(platform.ids()),
                            new ThresholdEvents(platform.ids(), slices(), money.prices())),
                    money.copies(),
                    platform.ids(),
                    platform.clock());
        }

        private AccountParts accounts(AccountChanges changes) {
            var money = platform.money();
            return new AccountParts(
                    changes, platform.database(), money.accounts(), money.prices(), platform.ids(), platform.clock());
        }

        private RequestParts requests(AccountChanges changes) {
            return new RequestParts(
                    platform.work(),
                    changes,
                    platform.money().accounts(),
                    platform.cursors(),
                    platform.ids(),
                    platform.clock());
        }

        private PaymentParts payments(AccountChanges changes) {
            return new PaymentParts(
                    platform.work(),
                    changes,
                    platform.database(),
                    platform.money().accounts(),
                    platform.cursors(),
                    platform.money().prices(),
                    platform.ids(),
                    platform.clock());
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
            var work = platform.work();
            var cursors = platform.cursors();
            bus.serve(LedgerOperations.LIST, new Ledger(work, cursors)::list);
            bus.serve(
                    StatementOperations.GET,
                    new Statements(work, cursors, platform.money().prices(), platform.clock())::get);
            var modules = new OperationModules(ModuleProvider.all());
            bus.serve(UsageOperations.LIST, new UsageQueries(work, cursors, platform.clock(), modules::of)::list);
            bus.serve(UsageOperations.LIST_EVENTS, new UsageEvents(work, cursors, modules::of)::list);
        }
    }
}
