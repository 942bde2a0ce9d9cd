package dev.tollgate.money.price;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * All prices by dimension and version: current, past and future. A price change is a new version, never an edit of an
 * old one.
 */
public final class PriceBook {

    /** Dimensions whose quantity is bytes, and whose unit is a gigabyte. */
    private static final Set<String> COUNTED_IN_BYTES = Set.of("asset.storage_gb_day", "asset.egress_gb");

    private final List<PriceVersion> newestFirst;

    /** Prices by dimension, in the same order. */
    private final List<Map<String, Price>> prices;

    /** A book of at least one version, in any order. */
    public PriceBook(List<PriceVersion> versions) {
        if (versions.isEmpty()) {
            throw new IllegalArgumentException("a price book has at least one version");
        }
        newestFirst = versions.stream()
                .sorted(Comparator.comparing(PriceVersion::effective).reversed())
                .toList();
        prices = newestFirst.stream().map(PriceBook::prices).toList();
    }

    private static Map<String, Price> prices(PriceVersion version) {
        return version.unitMicros().entrySet().stream()
                .map(one -> new Price(one.getKey(), one.getValue(), unitSize(one.getKey()), version.version()))
                .collect(Collectors.toUnmodifiableMap(Price::dimension, Function.identity()));
    }

    private static long unitSize(String dimension) {
        return COUNTED_IN_BYTES.contains(dimension) ? Price.GIGABYTE : 1;
    }

    /** The price of a dimension at an instant. An unknown dimension is a bug, found at start by {@link #knows}. */
    public Price at(String dimension, Instant instant) {
        int version = index(instant);
        Price price = prices.get(version).get(dimension);
        if (price == null) {
            throw new IllegalArgumentException("no price for " + dimension + " in version "
                    + newestFirst.get(version).version());
        }
        return price;
    }

    /** The price of one unit in a version; empty where the book no longer has the version. */
    public Optional<Long> unitMicros(String dimension, String version) {
        return newestFirst.stream()
                .filter(one -> one.version().equals(version))
                .findFirst()
                .flatMap(one -> Optional.ofNullable(one.unitMicros().get(dimension)));
    }

    /** Whether every version prices the dimension. */
    public boolean knows(String dimension) {
        return newestFirst.stream().allMatch(version -> version.unitMicros().containsKey(dimension));
    }

    /** The least price above 0: an account with less left than this is exhausted. */
    public long smallestMicros(Instant instant) {
        return version(instant).unitMicros().values().stream()
                .mapToLong(Long::longValue)
                .filter(micros -> micros > 0)
                .min()
                .orElse(0);
    }

    /** The version in force; before the first version's date, the first. */
    public PriceVersion version(Instant instant) {
        return newestFirst.get(index(instant));
    }

    private int index(Instant instant) {
        for (int version = 0; version < newestFirst.size(); version++) {
            if (!newestFirst.get(version).effective().isAfter(instant)) {
                return version;
            }
        }
        return newestFirst.size() - 1;
    }

    /** Every version, newest first. */
    public List<PriceVersion> versions() {
        return newestFirst;
    }

    /** The prices Tollgate ships with. */
    public static PriceBook shipped() {
        return new PriceBook(List.of(new PriceVersion("1", Instant.EPOCH, shippedMicros())));
    }

    static Map<String, Long> shippedMicros() {
        Map<String, Long> micros = new TreeMap<>();
        micros.put("rest.read", 20L);
        micros.put("rest.write", 100L);
        micros.put("mcp.call", 150L);
        micros.put("webhook.attempt", 50L);
        micros.put("asset.upload_intent", 100L);
        micros.put("asset.storage_gb_day", 800L);
        micros.put("asset.egress_gb", 90_000L);
        micros.put("bi.event", 5L);
        micros.put("bi.query", 500L);
        micros.put("bi.refresh", 2_000L);
        micros.put("credential.create", 1_000L);
        micros.put("workspace.create", 10_000L);
        return micros;
    }
}
