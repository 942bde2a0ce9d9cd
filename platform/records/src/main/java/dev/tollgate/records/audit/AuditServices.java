package dev.tollgate.records.audit;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import dev.tollgate.runtime.process.ServiceFactory;
import java.util.List;

/** The audit is kept where the billing meter runs: both follow the log, and neither answers calls. */
public final class AuditServices implements ServiceFactory {

    @Override
    public String part() {
        return "billing-meter";
    }

    @Override
    public int order() {
        return 60;
    }

    @Override
    public List<Service> create(ProcessContext context) {
        return List.of(new AuditService(context));
    }
}
