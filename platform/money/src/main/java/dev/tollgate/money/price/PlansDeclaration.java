package dev.tollgate.money.price;

import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Plans in addition to those that Tollgate ships with; one with the same name replaces it. */
@ConfigMapping(prefix = "tollgate.plans")
public interface PlansDeclaration {

    @WithParentName
    Map<String, Terms> byName();

    /** One plan. */
    interface Terms {

        @Setting(value = "Included usage per month, in micros of US dollars.", min = 0, max = 1_000_000_000_000_000L)
        long includedMicros();

        @Setting(value = "Spending cap per month, in micros of US dollars.", min = 0, max = 1_000_000_000_000_000L)
        long capMicros();

        @Setting(
                value = "Maximum workspaces, not counting archived ones. Absent for no limit.",
                min = 1,
                max = 1_000_000)
        OptionalInt workspacesMax();

        @Setting(value = "Rate limit of the whole tenant, in calls per second.", min = 1, max = Plan.RATE_MAX)
        int tenantRate();

        @Setting(value = "Default rate limit of a credential, in calls per second.", min = 1, max = Plan.RATE_MAX)
        int credentialRate();

        @Setting("Whether owners may switch to it by themselves, once a month, if it raises neither included "
                + "usage nor cap.")
        @WithDefault("false")
        boolean selfService();
    }

    /**
     * All plans on offer.
     *
     * @throws SettingsRejected with every fault
     */
    static Plans plans(Settings settings) {
        Map<String, Plan> plans = new LinkedHashMap<>();
        Plans.shipped().all().forEach(plan -> plans.put(plan.name(), plan));
        List<String> faults = new ArrayList<>();
        settings.get(PlansDeclaration.class).byName().forEach((name, terms) -> {
            try {
                plans.put(
                        name,
                        new Plan(
                                name,
                                terms.includedMicros(),
                                terms.capMicros(),
                                terms.workspacesMax().orElse(Plan.UNLIMITED),
                                terms.tenantRate(),
                                terms.credentialRate(),
                                terms.selfService()));
            } catch (IllegalArgumentException wrong) {
                faults.add("tollgate.plans." + name + ": " + wrong.getMessage());
            }
        });
        if (!faults.isEmpty()) {
            throw new SettingsRejected(faults);
        }
        return new Plans(plans.values());
    }
}
