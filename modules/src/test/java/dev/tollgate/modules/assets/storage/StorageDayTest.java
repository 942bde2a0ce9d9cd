package dev.tollgate.modules.assets.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.tollgate.contract.caller.WorkspaceId;
import dev.tollgate.runtime.ids.IdSource;
import java.time.Instant;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class StorageDayTest {

    private static final WorkspaceId WORKSPACE =
            new WorkspaceId(UUID.fromString("01900000-0000-7000-8000-00000000000a"));
    private static final LocalDate DAY = LocalDate.of(2026, 2, 28);

    @Test
    void the_id_is_a_uuid_of_version_7_made_at_the_end_of_the_day() {
        var id = new StorageDay(WORKSPACE, DAY, 1).usageId();

        assertThat(IdSource.time(id)).isEqualTo(Instant.parse("2026-03-01T00:00:00Z"));
        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
    }

    @Test
    void a_workspace_and_day_have_one_id_whatever_was_stored() {
        var id = new StorageDay(WORKSPACE, DAY, 1).usageId();

        assertThat(new StorageDay(WORKSPACE, DAY, 2).usageId()).isEqualTo(id);
        assertThat(new StorageDay(WORKSPACE, DAY.plusDays(1), 1).usageId()).isNotEqualTo(id);
        assertThat(new StorageDay(new WorkspaceId(UUID.randomUUID()), DAY, 1).usageId())
                .isNotEqualTo(id);
    }

    @Test
    void a_day_is_too_old_30_days_after_its_end() {
        var day = new StorageDay(WORKSPACE, DAY, 1);

        assertThat(day.tooOld(Instant.parse("2026-03-31T00:00:00Z"))).isFalse();
        assertThat(day.tooOld(Instant.parse("2026-03-31T00:00:00.001Z"))).isTrue();
    }
}
