package dev.tollgate.billing.app;

import dev.tollgate.contract.operation.ProductModule;
import dev.tollgate.money.price.Plans;
import dev.tollgate.money.price.PlansDeclaration;
import dev.tollgate.money.price.PriceBook;
import dev.tollgate.money.price.PricesDeclaration;
import dev.tollgate.money.redis.RedisAddress;
import dev.tollgate.records.ModuleProvider;
import dev.tollgate.records.audit.AuditDeclaration;
import dev.tollgate.runtime.ids.IdSource;
import dev.tollgate.runtime.kafka.KafkaSettings;
import dev.tollgate.runtime.outbox.OutboxSignal;
import dev.tollgate.runtime.postgres.PostgresSettings;
import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.settings.RedisDeclaration;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;

/**
 * Dependencies of a meter.
 *
 * @param modules whose operations usage is summed by
 * @param monthsKept how long metered calls are kept one by one
 * @param chained whether reads become entries of the audit one by one
 * @param pace how long few events of an account wait for more, to be booked together
 */
public record MeterParts(
        PostgresSettings postgres,
        KafkaSettings kafka,
        RedisAddress redis,
        Plans plans,
        PriceBook prices,
        List<ProductModule> modules,
        int monthsKept,
        boolean chained,
        Duration pace,
        InstantSource clock,
        IdSource ids,
        OutboxSignal outbox,
        MeterRegistry registry) {

    static MeterParts of(ProcessContext context) {
        List<ProductModule> modules = new ArrayList<>();
        ModuleProvider.all().forEach(modules::add);
        return new MeterParts(
                context.postgres(),
                context.kafka(),
                RedisAddress.of(context.settings().get(RedisDeclaration.class)),
                PlansDeclaration.plans(context.settings()),
                PricesDeclaration.priceBook(context.settings()),
                modules,
                context.settings().get(UsageDeclaration.class).months(),
                context.settings().get(AuditDeclaration.class).reads() == AuditDeclaration.Reads.EACH,
                context.settings().get(UsageDeclaration.class).pace(),
                context.clock(),
                context.ids(),
                context.outbox(),
                context.registry());
    }
}
