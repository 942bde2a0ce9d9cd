package dev.tollgate.loadtest.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * The device that a folder lies on. What Linux charges a process with is no measure of its writes: one page written
 * into a file that is cached in folios of 2 MiB is charged as 2 MiB. So the device is asked, which counts what all
 * processes of the machine write.
 */
public final class DataDisk {

    private static final long SECTOR = 512;
    /** Of a device's line: its numbers, its name, then figures, of which the seventh is sectors written. */
    private static final int SECTORS_WRITTEN = 9;

    private static final int MINOR_LOW = 0xff;
    private static final int MAJOR_SHIFT = 8;
    private static final int MAJOR_BITS = 0xfff;
    private static final Pattern SPACES = Pattern.compile("\\s+");

    private DataDisk() {}

    /**
     * Bytes written to the device since the machine started, after what was written to files before is on it; empty for
     * a folder without a device, such as one in memory.
     */
    public static OptionalLong writtenBytes(Path folder) throws IOException, InterruptedException {
        var _ = LocalMachine.output(List.of("sync", "--file-system", folder.toString()), Map.of());
        long device = (Long) Files.getAttribute(folder, "unix:dev");
        return writtenBytes(
                Files.readString(Path.of("/proc/diskstats")), device >> MAJOR_SHIFT & MAJOR_BITS, device & MINOR_LOW);
    }

    static OptionalLong writtenBytes(String diskstats, long major, long minor) {
        var numbers = List.of(Long.toString(major), Long.toString(minor));
        return diskstats
                .lines()
                .map(line -> SPACES.splitAsStream(line.strip()).toList())
                .filter(fields -> fields.subList(0, 2).equals(numbers))
                .mapToLong(fields -> Long.parseLong(fields.get(SECTORS_WRITTEN)) * SECTOR)
                .findFirst();
    }
}
