package dev.tollgate.money.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.tollgate.runtime.settings.Settings;
import dev.tollgate.runtime.settings.SettingsRejected;
import dev.tollgate.runtime.settings.SettingsSources;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MoneySettingsTest {

    @Test
    void without_settings_the_plans_and_prices_are_those_that_ship() {
        Settings settings = Settings.load(SettingsSources.of(Map.of()));

        Plans plans = PlansDeclaration.plans(settings);
        PriceBook prices = PricesDeclaration.priceBook(settings);

        assertThat(plans.all())
                .extracting(Plan::name)
                .containsExactly("developer", "builder", "team", "business", "enterprise");
        assertThat(plans.named("team")).isEqualTo(new Plan("team", 299_000_000, 599_000_000, 5, 1_000, 500));
        assertThat(prices.at("rest.write", Instant.EPOCH)).isEqualTo(new Price("rest.write", 100, "1"));
        assertThat(prices.smallestMicros(Instant.EPOCH)).isEqualTo(5);
    }

    @Test
    void a_plan_of_settings_stands_beside_the_shipped_ones() {
        Settings settings = Settings.load(SettingsSources.of(Map.of(
                "tollgate.plans.bench.included-micros", "7",
                "tollgate.plans.bench.cap-micros", "9",
                "tollgate.plans.bench.tenant-rate", "5000",
                "tollgate.plans.bench.credential-rate", "5000")));

        Plans plans = PlansDeclaration.plans(settings);

        assertThat(plans.named("bench")).isEqualTo(new Plan("bench", 7, 9, Plan.UNLIMITED, 5_000, 5_000));
        assertThat(plans.find("developer")).isPresent();
    }

    @Test
    void a_new_version_of_the_price_book_changes_what_it_names_from_its_date_on() {
        Settings settings = Settings.load(SettingsSources.of(Map.of(
                "tollgate.prices.2.effective", "2027-01-01T00:00:00Z",
                "tollgate.prices.2.micros.\"rest.write\"", "120")));

        PriceBook prices = PricesDeclaration.priceBook(settings);

        assertThat(prices.at("rest.write", Instant.parse("2026-12-31T23:59:59Z"))
                        .unitMicros())
                .isEqualTo(100);
        assertThat(prices.at("rest.write", Instant.parse("2027-01-01T00:00:00Z")))
                .isEqualTo(new Price("rest.write", 120, "2"));
        assertThat(prices.at("rest.read", Instant.parse("2027-01-01T00:00:00Z")))
                .isEqualTo(new Price("rest.read", 20, "2"));
    }

    @Test
    void every_fault_of_plans_and_prices_is_named() {
        Settings settings = Settings.load(SettingsSources.of(Map.of(
                "tollgate.plans.odd.included-micros", "7",
                "tollgate.plans.odd.cap-micros", "9",
                "tollgate.plans.odd.tenant-rate", "10",
                "tollgate.plans.odd.credential-rate", "20",
                "tollgate.prices.2.effective", "soon",
                "tollgate.prices.3.effective", "2027-01-01T00:00:00Z",
                "tollgate.prices.3.micros.\"rest.wirte\"", "1")));

        assertThatThrownBy(() -> PlansDeclaration.plans(settings))
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("odd");
        assertThatThrownBy(() -> PricesDeclaration.priceBook(settings))
                .isInstanceOf(SettingsRejected.class)
                .hasMessageContaining("prices.2")
                .hasMessageContaining("rest.wirte");
    }

    @Test
    void bytes_are_charged_by_the_gigabyte_and_rounded_up_to_the_micro_once() {
        Price egress = PriceBook.shipped().at("asset.egress_gb", Instant.EPOCH);

        assertThat(egress.micros(1)).isEqualTo(1);
        assertThat(egress.micros(1_000_000_000)).isEqualTo(90_000);
        assertThat(egress.micros(1_000_000_001)).isEqualTo(90_001);
    }
}
