package dev.tollgate.loadtest.report;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;

/**
 * The median of independent measurements, and an interval for the true one: from the least to the greatest measurement,
 * from nine on from the second least to the second greatest.
 *
 * @param confidencePercent probability with which the interval encloses the true median, whatever the distribution
 */
public record MedianInterval(double from, double median, double to, double confidencePercent) {

    /** One is left out at each end from so many on: then 96 % are left. */
    private static final int TRIMMED_FROM = 9;

    private static final double PERCENT = 100;

    /** Of at least one measurement. */
    public static MedianInterval of(double... measurements) {
        var ascending = measurements.clone();
        Arrays.sort(ascending);
        int trimmed = ascending.length < TRIMMED_FROM ? 0 : 1;
        return new MedianInterval(
                ascending[trimmed],
                RoundSeries.median(ascending),
                ascending[ascending.length - 1 - trimmed],
                confidencePercent(ascending.length, trimmed));
    }

    /**
     * Each measurement is as likely above the true median as below it. The interval misses that if all of them are on
     * one side, or, where one is left out at each end, all but one.
     */
    private static double confidencePercent(int count, int trimmed) {
        double misses = 2.0 * (trimmed == 0 ? 1 : 1 + count);
        return PERCENT * (1 - misses / Math.pow(2, count));
    }

    public void write(ObjectNode figures) {
        figures.put("from", from).put("median", median).put("to", to).put("confidence_percent", confidencePercent);
    }
}
