package dev.tollgate.billing.app;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import dev.tollgate.runtime.process.ServiceFactory;
import java.util.List;

/** The services of the part {@code billing-meter}. */
public final class MeterServices implements ServiceFactory {

    @Override
    public String part() {
        return "billing-meter";
    }

    @Override
    public int order() {
        return 20;
    }

    @Override
    public List<Service> create(ProcessContext context) {
        return List.of(new MeterService(context));
    }
}
