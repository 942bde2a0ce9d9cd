package dev.tollgate.modules.assets.storage;

import static dev.tollgate.embedded.RepeatedCheck.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.Caller;
import dev.tollgate.contract.event.UsageRecorded;
import dev.tollgate.contract.reference.AssetId;
import dev.tollgate.embedded.OwnerSql;
import dev.tollgate.embedded.TestServers;
import dev.tollgate.money.price.Plans;
import dev.tollgate.runtime.migration.Migrations;
import dev.tollgate.runtime.postgres.PostgresSettings;
import io.vertx.core.Future;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StorageChargesTest {

    private static final long GB = 1_000_000_000L;

    @TempDir
    Path folder;

    private PostgresSettings postgres;
    private OwnerSql sql;
    private StoredDays rows;
    private StorageProcess process;

    /** Noon of a day so many days before the last one that can be charged. */
    private Instant noon(int daysAgo) {
        return today().minusDays(1 + daysAgo).atTime(12, 0).toInstant(ZoneOffset.UTC);
    }

    private LocalDate today() {
        return LocalDate.ofInstant(process.clock.instant().minus(Duration.ofMinutes(11)), ZoneOffset.UTC);
    }

    private static PostgresSettings settings(String database) {
        var address = TestServers.shared().addresses().postgres();
        return new PostgresSettings(address.host(), address.port(), database, address.user(), address.password());
    }

    @BeforeEach
    void start() {
        postgres = settings(TestServers.copiedDatabase("storage", name -> Migrations.run(settings(name))));
        sql = new OwnerSql(postgres.jdbcUrl(), postgres.user(), postgres.password());
        rows = new StoredDays(sql);
        process = another();
    }

    private StorageProcess another() {
        return new StorageProcess(postgres, TestServers.shared().redisUrl(), folder);
    }

    @AfterEach
    void stop() {
        process.close();
    }

    @Test
    void half_a_day_of_a_gigabyte_costs_half_of_its_price_once() {
        var caller = process.workspace("developer");
        process.began(caller, asset(), GB, noon(0));

        process.runJobs();
        process.runJobs();

        var usage = rows.usage(caller);
        assertThat(usage).hasSize(1);
        var charge = usage.getFirst().charge();
        assertThat(charge.dimension()).isEqualTo("asset.storage_gb_day");
        assertThat(charge.quantity()).isEqualTo(GB / 2);
        assertThat(charge.micros()).isEqualTo(400);
        assertThat(charge.hold()).isNotNull();
        assertThat(usage.getFirst().id())
                .isEqualTo(new StorageDay(caller.workspaceId(), today().minusDays(1), 0).usageId());
        assertThat(rows.days(caller)).containsExactly(today().minusDays(1) + " 500000000 charged");
    }

    @Test
    void a_deletion_counts_to_its_millisecond_and_all_assets_are_rounded_up_once() {
        var caller = process.workspace("developer");
        var first = asset();
        var second = asset();
        process.began(caller, first, 86_400_000, noon(0));
        process.began(caller, second, 1, noon(0));
        process.ended(caller, first, noon(0).plusMillis(12_345));
        process.ended(caller, second, noon(0).plusMillis(1));

        process.runJobs();

        assertThat(rows.days(caller)).containsExactly(today().minusDays(1) + " 12346 charged");
        assertThat(rows.usage(caller))
                .extracting(event -> event.charge().micros())
                .containsExactly(1L);
        assertThat(sql.texts("SELECT id::text FROM assets.stored")).isEmpty();
    }

    @Test
    void missed_days_are_charged_each_and_a_day_without_bytes_is_none() {
        var caller = process.workspace("developer");
        var gone = asset();
        process.began(caller, gone, GB, noon(9));
        process.ended(caller, gone, noon(7));
        process.began(caller, asset(), GB, noon(2));

        process.runJobs();

        assertThat(rows.usage(caller))
                .extracting(event -> event.charge().micros())
                .containsExactly(400L, 800L, 400L, 400L, 800L, 800L);
    }

    @Test
    void a_day_that_is_not_over_is_not_charged() {
        var caller = process.workspace("developer");
        process.began(caller, asset(), GB, process.clock.instant());

        process.runJobs();

        assertThat(rows.usage(caller)).isEmpty();
        assertThat(rows.due(caller)).isAfter(process.clock.instant());
    }

    @Test
    void an_exhausted_account_is_asked_again_each_hour_for_its_oldest_day_first() {
        var caller = process.workspace("developer");
        process.began(caller, asset(), 10_000 * GB, noon(1));

        process.runJobs();
        assertThat(rows.days(caller)).hasSize(1);
        assertThat(rows.due(caller))
                .isBetween(
                        process.clock.instant().plusSeconds(3_500),
                        process.clock.instant().plusSeconds(3_600));
        process.plan(caller, Plans.shipped().named("business"));
        process.later(Duration.ofMinutes(61));
        process.runJobs();

        assertThat(rows.usage(caller))
                .extracting(event -> event.charge().micros())
                .startsWith(4_000_000L, 8_000_000L);
        // A third one where midnight is within the 61 minutes.
        assertThat(rows.days(caller)).isSorted().hasSizeGreaterThanOrEqualTo(2);
    }

    @Test
    void days_older_than_30_are_written_off_and_counted() {
        var caller = process.workspace("developer");
        process.began(caller, asset(), GB, noon(39));

        process.runJobs();

        assertThat(rows.days(caller)).hasSize(40);
        assertThat(rows.days(caller))
                .filteredOn(day -> day.endsWith("written_off"))
                .hasSize(10);
        assertThat(rows.days(caller).subList(0, 10)).allMatch(day -> day.endsWith("written_off"));
        assertThat(rows.usage(caller)).hasSize(30);
        assertThat(process.writtenOff.count()).isEqualTo(10);
    }

    @Test
    void two_processes_charge_no_day_twice() {
        var callers = new ArrayList<Caller>();
        for (int i = 0; i < 6; i++) {
            callers.add(process.workspace("developer"));
            process.began(callers.getLast(), asset(), GB, noon(5));
        }

        try (var second = another()) {
            Future.all(process.start(), second.start()).await();
            process.runJobs();
        }

        assertThat(callers).allSatisfy(caller -> assertEachDayOnce(caller, 6));
    }

    @Test
    void a_kill_leaves_no_day_charged_twice_and_none_uncharged() throws Exception {
        var callers = new ArrayList<Caller>();
        for (int i = 0; i < 8; i++) {
            callers.add(process.workspace("developer"));
            process.began(callers.getLast(), asset(), GB, noon(24));
        }
        var child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx256m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        StorageProcess.class.getName(),
                        postgres.host(),
                        Integer.toString(postgres.port()),
                        postgres.database(),
                        postgres.user(),
                        postgres.password(),
                        TestServers.shared().redisUrl(),
                        folder.toString())
                .inheritIO()
                .start();

        try {
            eventually(() -> rows.count() >= 20);
        } finally {
            var _ = child.destroyForcibly().waitFor();
        }
        long before = rows.count();
        process.later(Duration.ofMinutes(2));
        process.runJobs();

        assertThat(before).isBetween(20L, 199L);
        assertThat(callers).allSatisfy(caller -> assertEachDayOnce(caller, 25));
    }

    private void assertEachDayOnce(Caller caller, int days) {
        assertThat(rows.days(caller)).hasSize(days);
        assertThat(rows.usage(caller)).hasSize(days);
        assertThat(rows.usage(caller)).extracting(UsageRecorded::id).doesNotHaveDuplicates();
        assertThat(rows.usage(caller).stream()
                        .mapToLong(event -> event.charge().micros())
                        .sum())
                .isEqualTo(400 + 800L * (days - 1));
    }

    private static AssetId asset() {
        return new AssetId(UUID.randomUUID());
    }
}
