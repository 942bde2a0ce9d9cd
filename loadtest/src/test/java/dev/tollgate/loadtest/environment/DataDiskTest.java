package dev.tollgate.loadtest.environment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DataDiskTest {

    private static final String DISKSTATS = """
             254       0 vda 151429 7977 4417082 47360 372945 207811 54401032 268675 0 64284 342423
             254      16 vdb 1 0 8 1 2 0 16 1 0 1 2
            """;

    @Test
    void sectors_written_to_the_device_are_512_bytes_each() {
        assertThat(DataDisk.writtenBytes(DISKSTATS, 254, 16)).hasValue(16 * 512);
        assertThat(DataDisk.writtenBytes(DISKSTATS, 254, 0)).hasValue(54_401_032L * 512);
    }

    @Test
    void a_folder_in_memory_has_no_device() {
        assertThat(DataDisk.writtenBytes(DISKSTATS, 0, 26)).isEmpty();
    }
}
