package dev.tollgate.money.price;

import dev.tollgate.runtime.settings.Setting;
import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithParentName;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Versions of the price book after the one that Tollgate ships with. Each says only what it changes. */
@ConfigMapping(prefix = "tollgate.prices")
public interface PricesDeclaration {

    @WithParentName
    Map<String, Version> byVersion();

    /** One version. */
    interface Version {

        @Setting("First instant at which it is in force, such as 2027-01-01T00:00:00Z.")
        String effective();

        @Setting(value = "Micros of US dollars per unit of a dimension.", min = 0, max = 1_000_000_000_000L)
        Map<String, Long> micros();
    }

    /**
     * The whole price book.
     *
     * @throws SettingsRejected with every fault
     */
    static PriceBook priceBook(Settings settings) {
        List<String> faults = new ArrayList<>();
        List<PriceVersion> versions = new ArrayList<>(PriceBook.shipped().versions());
        Map<String, Long> micros = new TreeMap<>(PriceBook.shippedMicros());
        changes(settings, faults).forEach(change -> {
            change.unitMicros().keySet().stream()
                    .filter(dimension -> !micros.containsKey(dimension))
                    .forEach(dimension ->
                            faults.add("tollgate.prices." + change.version() + ": nothing is priced by " + dimension));
            micros.putAll(change.unitMicros());
            versions.add(new PriceVersion(change.version(), change.effective(), micros));
        });
        if (!faults.isEmpty()) {
            throw new SettingsRejected(faults);
        }
        return new PriceBook(versions);
    }

    private static List<PriceVersion> changes(Settings settings, List<String> faults) {
        List<PriceVersion> changes = new ArrayList<>();
        settings.get(PricesDeclaration.class).byVersion().forEach((version, declared) -> {
            try {
                changes.add(new PriceVersion(version, Instant.parse(declared.effective()), declared.micros()));
            } catch (DateTimeParseException wrong) {
                faults.add("tollgate.prices." + version + ".effective is not an instant such as 2027-01-01T00:00:00Z");
            }
        });
        changes.sort(Comparator.comparing(PriceVersion::effective));
        return changes;
    }
}
