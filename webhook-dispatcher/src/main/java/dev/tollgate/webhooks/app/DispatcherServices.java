package dev.tollgate.webhooks.app;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import dev.tollgate.runtime.process.ServiceFactory;
import java.util.List;

/** The services of the part {@code webhook-dispatcher}. */
public final class DispatcherServices implements ServiceFactory {

    @Override
    public String part() {
        return "webhook-dispatcher";
    }

    @Override
    public int order() {
        return 25;
    }

    @Override
    public List<Service> create(ProcessContext context) {
        return List.of(new DispatcherService(context));
    }
}
