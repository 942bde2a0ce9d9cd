package dev.tollgate.modules.crm;

import dev.tollgate.contract.operation.Operation;
import dev.tollgate.records.ServedModule;
import dev.tollgate.records.Workshop;
import io.vertx.core.Deployable;
import io.vertx.core.Future;
import java.util.List;

/** CRM: leads, contacts, companies, deals, notes, invoices and payments. */
public final class CrmModule implements ServedModule {

    @Override
    public String key() {
        return "crm";
    }

    @Override
    public String title() {
        return "CRM";
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return List.of();
    }

    @Override
    public Deployable verticle(Workshop workshop) {
        return _ -> Future.succeededFuture();
    }
}
