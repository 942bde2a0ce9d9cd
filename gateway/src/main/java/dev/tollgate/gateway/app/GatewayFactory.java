package dev.tollgate.gateway.app;

import dev.tollgate.runtime.process.ProcessContext;
import dev.tollgate.runtime.process.Service;
import dev.tollgate.runtime.process.ServiceFactory;
import java.util.List;

/** Makes the gateway's service. */
public final class GatewayFactory implements ServiceFactory {

    private static final int AFTER_THE_METER = 100;

    @Override
    public String part() {
        return "gateway";
    }

    @Override
    public int order() {
        return AFTER_THE_METER;
    }

    @Override
    public List<Service> create(ProcessContext context) {
        return List.of(new GatewayService(context));
    }
}
